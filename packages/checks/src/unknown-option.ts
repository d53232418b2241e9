import { nearestName } from './nearest-name.ts';

/** Another library's option names and their names here; `null` where there is no such option. */
export type OtherNames = Readonly<Record<string, string | null>>;

/**
 * The message for the first unknown option; `undefined` where all are known.
 *
 * @param subject what takes the options
 */
export function unknownOption(
  subject: string,
  options: object,
  known: readonly string[],
  otherNames: OtherNames = {},
): string | undefined {
  const unknown = Object.keys(options).find((option) => !known.includes(option));
  return unknown === undefined
    ? undefined
    : `${subject} has no option ${unknown}${remedy(unknown, known, otherNames)}`;
}

function remedy(unknown: string, names: readonly string[], otherNames: OtherNames): string {
  const other = Object.hasOwn(otherNames, unknown) ? otherNames[unknown] : undefined;
  if (other === null) return ' and no equivalent';
  if (other !== undefined) return `: here it is ${other}`;
  const near = nearestName(unknown, names);
  return near === undefined ? `; there are ${names.join(', ')}` : `: did you mean ${near}?`;
}

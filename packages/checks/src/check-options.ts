import { found } from './found.ts';
import { nearestName } from './nearest-name.ts';

/** Another library's option names and their names here; `null` where there is no such option. */
export type OtherNames = Readonly<Record<string, string | null>>;

/**
 * Checks that options are an object without unknown options.
 *
 * @param name of the function, for the message
 * @param known each option's name
 * @throws TypeError naming the option, and the one that was likely meant
 */
export function checkOptions<Options extends object>(
  name: string,
  options: Options,
  known: Readonly<Record<keyof Options, true>>,
  otherNames: OtherNames = {},
): void {
  const value: unknown = options;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${name} takes its options as an object; found ${found(value)}`);
  }
  const names = Object.keys(known);
  const unknown = Object.keys(value).find((option) => !Object.hasOwn(known, option));
  if (unknown !== undefined) {
    throw new TypeError(`${name} has no option ${unknown}${remedy(unknown, names, otherNames)}`);
  }
}

function remedy(unknown: string, names: readonly string[], otherNames: OtherNames): string {
  const other = Object.hasOwn(otherNames, unknown) ? otherNames[unknown] : undefined;
  if (other === null) return ', and nothing that stands for it';
  if (other !== undefined) return `: here it is ${other}`;
  const near = nearestName(unknown, names);
  return near === undefined ? `; there are ${names.join(', ')}` : `: did you mean ${near}?`;
}

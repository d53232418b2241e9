import { found } from './found.ts';
import { nearestName } from './nearest-name.ts';

/**
 * Gives a name back that is one of those that there are.
 *
 * @param subject what it names, for the message
 * @throws RangeError naming those that there are, and the one that was likely meant
 */
export function checkName<Name extends string>(
  subject: string,
  value: unknown,
  names: readonly Name[],
): Name {
  const name = names.find((each) => each === value);
  if (name !== undefined) return name;
  const near = typeof value === 'string' ? nearestName(value, names) : undefined;
  throw new RangeError(
    `Unknown ${subject} ${found(value)}; there are ${names.join(', ')}${near === undefined ? '' : `. Did you mean ${near}?`}`,
  );
}

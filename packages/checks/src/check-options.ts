import { found } from './found.ts';
import { type OtherNames, unknownOption } from './unknown-option.ts';

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
  const fault = unknownOption(name, value, Object.keys(known), otherNames);
  if (fault !== undefined) throw new TypeError(fault);
}

import type { Command } from 'commander';
import { UsageError } from './errors.ts';

/** Makes a command, and those below it, refuse an option with two values, which is ambiguous, unless it collects them. */
export function refuseRepetition(command: Command): void {
  const given = new Map<string, string>();
  for (const option of command.options) {
    if (option.variadic || Array.isArray(option.defaultValue)) continue;
    const name = option.attributeName();
    command.on(`option:${option.name()}`, (text?: string) => {
      const value = text ?? (option.negate ? 'no' : 'yes');
      const before = given.get(name);
      // A repeated switch is fine.
      if (before !== undefined && (text !== undefined || value !== before)) {
        throw new UsageError(
          `${option.long} is given twice: ${before} and ${value}; give it once, with one value`,
        );
      }
      given.set(name, value);
    });
  }
  for (const child of command.commands) refuseRepetition(child);
}

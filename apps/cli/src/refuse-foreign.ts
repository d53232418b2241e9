import type { Command } from 'commander';
import { UsageError } from './errors.ts';

/**
 * Refuses options of the commands above a subcommand that were typed and that it does not have itself: commander takes them
 * wherever they stand.
 */
export function refuseForeign(command: Command): void {
  const own = new Set(command.options.map((option) => option.attributeName()));
  for (let above = command.parent; above?.parent; above = above.parent) {
    for (const option of above.options) {
      const name = option.attributeName();
      if (own.has(name) || above.getOptionValueSource(name) !== 'cli') continue;
      throw new UsageError(
        `${option.long ?? option.flags} does not go with ${above.name()} ${command.name()}`,
      );
    }
  }
}

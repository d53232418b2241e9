import { CommanderError } from 'commander';
import { bench } from './bench.ts';
import { contestants } from './contestants.ts';
import { messageOf } from './errors.ts';
import { parseOptions } from './options.ts';

/** Runs the bench and returns its exit code. It never throws: an error is one line on stderr. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const ids = contestants('').map(({ id }) => id);
    const options = parseOptions(argv, ids);
    // What a full run still takes is paths of this machine.
    const typed = options.full ? [] : argv.slice(2);
    await bench(options, ['pnpm', 'bench', ...typed].join(' '));
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    process.stderr.write(`${messageOf(error).replace(/^(?!error: )/, 'error: ')}\n`);
    return error instanceof CommanderError ? 2 : 1;
  }
}

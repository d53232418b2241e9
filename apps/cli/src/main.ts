import { oneLine } from '@atelier/checks';
import { type Command, CommanderError } from 'commander';
import { exitCodes, withCauses } from './errors.ts';
import { Interruption, outputClosed, outputFailed } from './interruption.ts';
import { createProgram } from './program.ts';
import { stderr } from './terminal/output.ts';

/** Runs the program and returns its exit code. It never throws: an error is one line on stderr. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = await createProgram(argv.slice(2));
  quietErrors(program);
  try {
    await program.parseAsync([...argv]);
    return Number(process.exitCode ?? exitCodes.success);
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.success;
      // A command that needs a subcommand was given none: show its help.
      if (error.code === 'commander.help') return exitCodes.usage;
      stderr.write(`${oneLine(error)}\n`);
      return exitCodes.usage;
    }
    if (error instanceof Interruption) return error.exitCode;
    stderr.write(`error: ${oneLine(error)}\n`);
    if (program.opts()['debug'] === true) stderr.write(`${withCauses(error)}\n`);
    const { exitCodeOf } = await import('./exit-code.ts');
    return exitCodeOf(error);
  }
}

/** Errors of writing to a pipe without a reader, or to a closed terminal. */
const closedOutput: ReadonlySet<string> = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

// Once, however many commands a process runs, and to its end: a write may fail after `main` has returned.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (!closedOutput.has(error.code ?? '')) void outputFailed(error);
    else if (output === process.stdout) outputClosed();
  });
}

/** Makes commander throw rather than exit, and leaves printing to `main`. */
function quietErrors(command: Command): void {
  command.exitOverride().configureOutput({
    writeErr: (text) => {
      if (text.startsWith('Usage:')) stderr.write(text);
    },
  });
  for (const child of command.commands) quietErrors(child);
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll } from 'vitest';
import { z } from 'zod';
import { environment, type Outcome } from './program.ts';

const script = resolve(import.meta.dirname, 'resident-program.js');

const outcomeSchema = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });

/**
 * Runs commands in one process, one at a time: for those that a process of their own would tell nothing more about, such as refusals,
 * which spend most of their time in its start.
 *
 * @param folder where the process works, asked for at the first command
 */
export function residentProgram(folder: () => string): (...args: readonly string[]) => Promise<Outcome> {
  let child: ChildProcess | undefined;
  afterAll(() => {
    child?.kill();
  });
  return async (...args) => {
    // The test runner’s options say to load sources; the program is as it is built.
    child ??= fork(script, { cwd: folder(), env: environment(), execArgv: [] });
    // Both stop listening with the answer: the program lives on.
    const listening = new AbortController();
    const ended = once(child, 'exit', listening).then(([code]) => {
      throw new Error(`The program ended with ${String(code)} in ${args.join(' ')}`);
    });
    const answered = once(child, 'message', listening);
    child.send(args);
    try {
      const [message] = await Promise.race([answered, ended]);
      return outcomeSchema.parse(message);
    } finally {
      listening.abort();
    }
  };
}

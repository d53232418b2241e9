import { spawn } from 'node:child_process';
import type { Command } from './command.ts';
import { peakMemory } from './peak-memory.ts';

export interface FinishedCommand {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** In bytes; `undefined` if the system doesn't say. */
  readonly peakMemory: number | undefined;
  readonly stdout: string;
}

/** The peak only rises, so polling misses only what a process needs in its last moments. */
const WATCH_MILLISECONDS = 20;

/**
 * Runs a command to its end.
 *
 * @throws Error with the last line of its stderr, when it fails or can't be started
 */
export async function runCommand({ file, args, env }: Command): Promise<FinishedCommand> {
  const begin = performance.now();
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr, seconds] = ['', '', 0];
  let peak: number | undefined;
  const watch = setInterval(() => {
    peak = (child.pid === undefined ? undefined : peakMemory(child.pid)) ?? peak;
  }, WATCH_MILLISECONDS);
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.on('exit', () => (seconds = (performance.now() - begin) / 1000));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (code === 0) return { seconds, peakMemory: peak, stdout };
    throw new Error(stderr.trimEnd().split('\n').at(-1) || `exit ${code}`);
  } finally {
    clearInterval(watch);
  }
}

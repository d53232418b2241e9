import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { decodeCheckpoint } from '@atelier/training';
import { runSchema } from '@atelier/runs/record';
import { bin, environment, type Outcome } from './program.ts';

/** How a program ended: by itself with a code, or by a signal. */
export interface Ending extends Outcome {
  readonly signal: NodeJS.Signals | null;
}

/** A running program that a test acts upon. */
export interface Started {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  kill(signal: NodeJS.Signals): boolean;
  /** Closes the reading end of its output. */
  hangUp(): void;
}

export interface StartOptions {
  /** Shell commands to run before the program, for its limits. */
  readonly shell?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

export function start(
  folder: string,
  args: readonly string[],
  { shell, variables }: StartOptions = {},
): Started {
  const command = [process.execPath, bin, ...args];
  const [program = '', ...rest] =
    shell === undefined ? command : ['bash', '-c', `${shell}; exec "$@"`, 'bash', ...command];
  const child = spawn(program, rest, { cwd: folder, env: { ...environment(), ...variables } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ending>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => done({ code: code ?? -1, signal, stdout, stderr }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    kill: (signal) => child.kill(signal),
    hangUp: () => {
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

/** Waits until a condition holds. */
export async function until(what: string, condition: () => boolean, timeoutMs = 60_000): Promise<void> {
  for (const end = performance.now() + timeoutMs; !condition();) {
    if (performance.now() > end) throw new Error(`It did not happen: ${what}`);
    await setTimeout(5);
  }
}

export function checkpointNames(run: string): string[] {
  const folder = join(run, 'checkpoints');
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.safetensors'))
        .toSorted()
    : [];
}

/** Waits until a run has saved a checkpoint after n epochs. */
export async function untilEpoch(run: string, epochs: number): Promise<void> {
  const reached = (name: string): boolean =>
    Number(name.slice('epoch-'.length, 'epoch-'.length + 6)) > epochs;
  await until(`${run} reaches epoch ${epochs}`, () => checkpointNames(run).some(reached));
}

/** Reads all of a run's checkpoints. Rejects when one is not whole. */
export async function verifiedCheckpoints(run: string): Promise<number> {
  const names = checkpointNames(run);
  for (const name of names) await decodeCheckpoint(readFileSync(join(run, 'checkpoints', name)));
  return names.length;
}

/** What two equal runs have in common: every number except times, and every weight. */
export function endOf(run: string): {
  readonly status: string;
  readonly history: readonly unknown[];
  readonly csv: string;
  readonly weights: string;
  readonly test: unknown;
} {
  const { status, history, test } = runSchema.parse(JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')));
  const csv = readFileSync(join(run, 'history.csv'), 'utf8')
    .split('\n')
    .map((line) => line.split(',').toSpliced(5, 1).join(','))
    .join('\n');
  const weights = createHash('sha256')
    .update(readFileSync(join(run, 'model', 'weights.bin')))
    .digest('hex');
  return { status, history: history.map((record) => ({ ...record, seconds: 0 })), csv, weights, test };
}

/** Files of a killed process that no finished run has. */
export function strays(run: string): string[] {
  return readdirSync(run, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.tmp') || name === 'lock',
  );
}

/** What is in a run's model folder; of none that is there, what should be. */
export function modelFiles(run: string): string[] {
  const model = join(run, 'model');
  return existsSync(model) ? readdirSync(model).toSorted() : ['model.json', 'weights.bin'];
}

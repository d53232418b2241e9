import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { encodeIdx } from '@atelier/idx';
import { RandomStream } from '@atelier/random';

export const bin = resolve(import.meta.dirname, '../bin/atelier.js');

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program in a folder. */
export async function atelier(folder: string, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [bin, ...args],
      { cwd: folder, env: environment() },
      (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
      },
    );
  });
}

/** Runs the program and sends it a signal as soon as its output holds some text. */
export async function atelierWithSignal(
  folder: string,
  args: readonly string[],
  { after, signal }: { readonly after: string; readonly signal: NodeJS.Signals },
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env: environment() });
    let [stdout, stderr, sent] = ['', '', false];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (!sent && stdout.includes(after)) sent = child.kill(signal);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? -1, stdout, stderr }));
  });
}

/** The working directory is the test's, not the test runner's. */
export function environment(): NodeJS.ProcessEnv {
  const { INIT_CWD: _, npm_lifecycle_event: __, ...others } = process.env;
  return { ...others, ATELIER_CACHE: join(tmpdir(), 'atelier-no-cache') };
}

export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'atelier-cli-')));
}

/** A data set that is easily learned: each of three classes is bright in another row of a 6x5 image. */
export function writeTinyDataset(folder: string, counts = { train: 300, test: 60 }): string {
  mkdirSync(folder, { recursive: true });
  const random = new RandomStream(5, 'tiny dataset');
  for (const [prefix, count] of [
    ['train', counts.train],
    ['t10k', counts.test],
  ] as const) {
    const labels = new Uint8Array(count).map(() => random.below(3));
    const images = new Uint8Array(count * 30).map((_, at) => {
      const row = Math.floor((at % 30) / 5);
      const bright = Math.floor(row / 2) === labels[Math.floor(at / 30)];
      return random.below(bright ? 256 : 80);
    });
    writeFileSync(
      join(folder, `${prefix}-images-idx3-ubyte`),
      encodeIdx({ dtype: 'u8', shape: [count, 6, 5], data: images }),
    );
    writeFileSync(
      join(folder, `${prefix}-labels-idx1-ubyte`),
      encodeIdx({ dtype: 'u8', shape: [count], data: labels }),
    );
  }
  return folder;
}

export function readJson(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

/** All files below a folder, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

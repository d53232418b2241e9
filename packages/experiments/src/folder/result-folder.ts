import { existsSync, readdirSync, readFileSync, rmdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { oneLine } from '@atelier/checks';
import {
  appendWhole,
  FolderLock,
  isTrace,
  type LockOptions,
  makeFolder,
  removeUnfinished,
  writeWhole,
} from '@atelier/runs';
import { z } from 'zod';
import { ExperimentError } from '../error.ts';
import { parseResult, resultLine, type TrialResult } from '../result.ts';
import { Results } from '../results.ts';
import type { Outcome } from '../tasks/task.ts';
import { type Trial, trialId } from '../trial.ts';
import { checkSameManifest, type Manifest, manifestSchema } from './manifest.ts';

/** What a result folder holds. */
export const resultFiles = {
  manifest: 'experiment.json',
  results: 'results.jsonl',
  timings: 'timings.csv',
  figures: 'figures',
} as const;

/** Whether results can go to a path: nothing is there yet, or a folder of results, or one with only leftovers. */
function isForResults(path: string): boolean {
  if (!existsSync(path)) return true;
  if (!statSync(path).isDirectory()) return false;
  return (
    existsSync(join(path, resultFiles.manifest)) ||
    readdirSync(path).every((entry) => isTrace([resultFiles.manifest], entry))
  );
}

/**
 * The folder of one experiment's results. `results.jsonl` gets a line when a trial ends; a process that is killed loses only the
 * running trials. Times are in `timings.csv`, so that equal trials give equal results.
 */
export class ResultFolder {
  readonly path: string;
  readonly manifest: Manifest;
  readonly #results = new Map<string, TrialResult>();
  readonly #damaged: string[] = [];
  /** Of a folder that is written to. */
  readonly #lock: FolderLock | undefined;

  private constructor(path: string, manifest: Manifest, lock?: FolderLock) {
    this.path = path;
    this.manifest = manifest;
    this.#lock = lock;
    this.#read();
  }

  /**
   * Checks that results can go to a folder, without changing it.
   *
   * @throws ExperimentError when it holds something else, or results that cannot be mixed with this experiment's
   */
  static check(path: string, manifest: Manifest): void {
    if (!isForResults(path)) {
      throw new ExperimentError(
        statSync(path).isDirectory()
          ? `${path} holds something that is not an experiment; choose another folder`
          : `${path} is a file; results need a folder`,
      );
    }
    const found = findManifest(path);
    if (found) checkSameManifest(found, manifest, path);
  }

  /**
   * Locks a folder for an experiment's results, and creates it if needed. It is locked until it is closed.
   *
   * @throws ExperimentError when it holds something else, or results that cannot be mixed with this experiment's
   * @throws RunFolderError while another process holds it
   * @throws WriteError when it cannot be written to
   */
  static async open(path: string, manifest: Manifest, options?: LockOptions): Promise<ResultFolder> {
    ResultFolder.check(path, manifest);
    makeFolder(path);
    const lock = new FolderLock(path, options);
    try {
      // Another process may have been faster.
      ResultFolder.check(path, manifest);
      for (const folder of [path, join(path, resultFiles.figures)]) removeUnfinished(folder);
      if (!findManifest(path)) {
        await writeWhole(join(path, resultFiles.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
      }
      dropTornLine(join(path, resultFiles.results));
      return new ResultFolder(path, manifest, lock);
    } catch (error) {
      releaseFolder(path, lock);
      throw error;
    }
  }

  /**
   * Reads a folder without changing it.
   *
   * @throws ExperimentError when it is not a folder of results, or its manifest is damaged
   */
  static read(path: string): ResultFolder {
    return new ResultFolder(path, readManifest(path));
  }

  get results(): Results {
    return new Results(this.#results.values());
  }

  get all(): readonly TrialResult[] {
    return [...this.#results.values()];
  }

  /** A sentence for each line that could not be read: its trial counts as not run. */
  get damaged(): readonly string[] {
    return this.#damaged;
  }

  /** Whether the results are in the order of the trials, and nothing else is there. */
  isSorted(trials: readonly Trial[]): boolean {
    const sorted = trials.map((trial) => trialId(trial)).filter((id) => this.#results.has(id));
    const found = [...this.#results.keys()];
    return found.length === sorted.length && found.every((id, at) => id === sorted[at]);
  }

  /**
   * Appends a trial's result, on disk before this returns.
   *
   * @param seconds that it took, if known
   * @throws WriteError, with the results unchanged
   * @throws RunFolderError when another process took the folder over
   */
  append(trial: Trial, outcome: Outcome, seconds?: number): void {
    const line = resultLine(trial, outcome);
    // As in the file: numbers that are not finite have become NaN.
    const result = parseResult(line);
    this.#checkLock();
    appendWhole(join(this.path, resultFiles.results), line);
    this.#results.set(result.id, result);
    if (seconds !== undefined) {
      appendWhole(join(this.path, resultFiles.timings), `${result.id},${seconds.toFixed(3)}\n`);
    }
  }

  /** Sorts the results into the order of the trials. */
  async sort(trials: readonly Trial[]): Promise<void> {
    const sorted = trials.flatMap((trial) => this.#results.get(trialId(trial)) ?? []);
    this.#results.clear();
    for (const result of sorted) this.#results.set(result.id, result);
    const lines = sorted.map((result) => resultLine(result, result.outcome));
    await this.write(resultFiles.results, lines.join(''));
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @param name within the folder
   */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    this.#checkLock();
    await writeWhole(join(this.path, name), content);
  }

  /** Unlocks the folder, and removes it if it is empty. */
  close(): void {
    if (this.#lock) releaseFolder(this.path, this.#lock);
  }

  #checkLock(): void {
    if (!this.#lock) throw new Error(`${this.path} was opened read-only`);
    this.#lock.check();
  }

  #read(): void {
    const file = join(this.path, resultFiles.results);
    if (!existsSync(file)) return;
    const lines = readFileSync(file, 'utf8').split('\n');
    // What follows the last line feed is incomplete.
    for (const [index, line] of lines.slice(0, -1).entries()) {
      try {
        const result = parseResult(line);
        this.#results.set(result.id, result);
      } catch (error) {
        this.#damaged.push(`${file}: line ${index + 1} is damaged and does not count: ${oneLine(error)}`);
      }
    }
  }
}

function releaseFolder(path: string, lock: FolderLock): void {
  lock.release();
  try {
    rmdirSync(path);
  } catch {
    // It holds results, as it should.
  }
}

/**
 * The manifest of a folder; `undefined` if there is none.
 *
 * @throws ExperimentError when it is damaged
 */
export function findManifest(path: string): Manifest | undefined {
  return existsSync(join(path, resultFiles.manifest)) ? readManifest(path) : undefined;
}

function readManifest(path: string): Manifest {
  const file = join(path, resultFiles.manifest);
  if (!existsSync(file)) {
    throw new ExperimentError(`${path} is not an experiment's folder: it has no ${resultFiles.manifest}`);
  }
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    // Keys and values are quoted from the file.
    const where = issue ? `: ${oneLine([...issue.path, issue.message].join(': '), 200)}` : '';
    throw new ExperimentError(`${file} is damaged, or of another version of Atelier${where}`, { cause });
  }
}

/** An incomplete line of a killed process must not become the beginning of the next. */
function dropTornLine(file: string): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) truncateSync(file, whole);
}

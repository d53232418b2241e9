import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '@atelier/runs';
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
} as const;

/** Whether results can go to a path: nothing is there yet, or a folder of results, or one with nothing but traces. */
export function isForResults(path: string): boolean {
  if (!existsSync(path)) return true;
  if (!statSync(path).isDirectory()) return false;
  return existsSync(join(path, resultFiles.manifest)) || readdirSync(path).every(isTrace);
}

/** `lock`, with which an application keeps other processes out, and what one leaves that is killed while it takes the folder. */
function isTrace(entry: string): boolean {
  return entry === 'lock' || entry.startsWith('lock.') || entry.startsWith(`${resultFiles.manifest}.`);
}

/**
 * The folder of one experiment's results. `results.jsonl` gets a line the moment a trial ends; a process that is killed loses the
 * trials under way and nothing else. Times stand in `timings.csv`, so that equal trials give equal results.
 */
export class ResultFolder {
  readonly path: string;
  readonly manifest: Manifest;
  readonly #results = new Map<string, TrialResult>();

  private constructor(path: string, manifest: Manifest) {
    this.path = path;
    this.manifest = manifest;
  }

  /**
   * Opens a folder for an experiment, and makes it if it isn't there.
   *
   * @throws ExperimentError when it holds something else, or results that cannot be mixed with this experiment's
   */
  static async open(path: string, manifest: Manifest): Promise<ResultFolder> {
    if (!isForResults(path)) {
      throw new ExperimentError(
        statSync(path).isDirectory()
          ? `${path} holds something that is no experiment; choose another folder`
          : `${path} is a file; results need a folder`,
      );
    }
    const found = findManifest(path);
    if (found) checkSameManifest(found, manifest, path);
    mkdirSync(path, { recursive: true });
    await writeWhole(join(path, resultFiles.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
    const folder = new ResultFolder(path, manifest);
    folder.#read();
    dropTornLine(join(path, resultFiles.results));
    return folder;
  }

  /**
   * Reads a folder and leaves it as it is.
   *
   * @throws ExperimentError when it is none, or is damaged
   */
  static read(path: string): ResultFolder {
    const folder = new ResultFolder(path, readManifest(path));
    folder.#read();
    return folder;
  }

  get results(): Results {
    return new Results(this.#results.values());
  }

  get all(): readonly TrialResult[] {
    return [...this.#results.values()];
  }

  /**
   * Adds what came of a trial, on disk before this returns.
   *
   * @param seconds that it took, where that is known
   */
  append(trial: Trial, outcome: Outcome, seconds?: number): void {
    const line = resultLine(trial, outcome);
    const file = openSync(join(this.path, resultFiles.results), 'a');
    try {
      writeSync(file, line);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // As the file has it: a number that is none has become NaN, whatever it was.
    const result = parseResult(line);
    this.#results.set(result.id, result);
    if (seconds !== undefined) {
      appendFileSync(join(this.path, resultFiles.timings), `${result.id},${seconds.toFixed(3)}\n`);
    }
  }

  /** Puts the results into the order of the trials, whatever the order in which they came. */
  async sort(trials: readonly Trial[]): Promise<void> {
    const sorted = trials.flatMap((trial) => this.#results.get(trialId(trial)) ?? []);
    this.#results.clear();
    for (const result of sorted) this.#results.set(result.id, result);
    const lines = sorted.map((result) => resultLine(result, result.outcome));
    await writeWhole(join(this.path, resultFiles.results), lines.join(''));
  }

  #read(): void {
    const file = join(this.path, resultFiles.results);
    if (!existsSync(file)) return;
    const lines = readFileSync(file, 'utf8').split('\n');
    // What follows the last line feed was never written whole.
    for (const [index, line] of lines.slice(0, -1).entries()) {
      try {
        const result = parseResult(line);
        this.#results.set(result.id, result);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new ExperimentError(`${file} is damaged in line ${index + 1}: ${reason}`, { cause });
      }
    }
  }
}

/**
 * The manifest of a folder; nothing where there is none.
 *
 * @throws ExperimentError when it is damaged
 */
export function findManifest(path: string): Manifest | undefined {
  return existsSync(join(path, resultFiles.manifest)) ? readManifest(path) : undefined;
}

function readManifest(path: string): Manifest {
  const file = join(path, resultFiles.manifest);
  if (!existsSync(file)) {
    throw new ExperimentError(`${path} is no experiment's folder: it has no ${resultFiles.manifest}`);
  }
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const where = issue ? `: ${[...issue.path, issue.message].join(': ')}` : '';
    throw new ExperimentError(`${file} is damaged, or of another version of Atelier${where}`, { cause });
  }
}

/** A line that a killed process did not finish must not become the beginning of the next. */
function dropTornLine(file: string): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) truncateSync(file, whole);
}

import { stderr } from './terminal/output.ts';
import { join } from 'node:path';
import {
  type Dataset,
  DatasetError,
  datasetInfos,
  type DatasetOptions,
  fileNames,
  loadDataset,
  loadTestSet,
  type TestSet,
} from '@atelier/datasets';
import type { Recipe } from '@atelier/presets';
import { UsageError } from './errors.ts';
import { userPath } from './paths.ts';
import { BarReporter } from './terminal/bar-reporter.ts';
import type { LoadEvent } from './terminal/events.ts';
import { LineReporter } from './terminal/line-reporter.ts';

export interface LoadDataOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onEvent: (event: LoadEvent) => void;
}

/** What data are loaded, and how: a recipe says it. */
export type DataChoice = Pick<Recipe, 'data'> & Partial<Pick<Recipe, 'size' | 'channels' | 'classNames'>>;

/** The names that `--data` takes; anything else is a path. */
const names = new Set(datasetInfos.map(({ name }) => name));

/** What `--data` means: a known name as it is, a path as an absolute one. */
export function dataLocation(typed: string): string {
  return names.has(typed) ? typed : userPath(typed);
}

/** Loads the data that a recipe names, fetching them where needed, and says what was done to them. */
export async function loadData(choice: DataChoice, options: LoadDataOptions): Promise<Dataset> {
  return loadSaying(loadDataset, choice, options);
}

/** The error of loading the data that a run recorded: where they moved, it says how to go on. */
export function missingData(error: unknown, run: string, { data }: Pick<Recipe, 'data'>): unknown {
  if (!(error instanceof DatasetError) || error.code !== 'unknown-name') return error;
  return new UsageError(`The data of ${run} are not at ${data}; --data says where they are`);
}

async function loadSaying<Loaded extends TestSet>(
  load: (data: string, options: DatasetOptions) => Promise<Loaded>,
  { data, size, channels, classNames }: DataChoice,
  { signal, onEvent }: LoadDataOptions,
): Promise<Loaded> {
  const onNotice = (message: string): void => onEvent({ type: 'notice', message });
  const dataset = await load(data, {
    ...(signal && { signal }),
    ...cacheOption(),
    ...(size && { size }),
    ...(channels && { channels }),
    ...(classNames && { classNames }),
    onNotice,
    onProgress: ({ file, bytes, totalBytes, etaSeconds }) =>
      onEvent({ type: 'fetch', file: fileNames[file], bytes, total: totalBytes, secondsLeft: etaSeconds }),
    onRead: (progress) => onEvent({ type: 'read', ...progress }),
  });
  for (const note of dataset.notes) onNotice(note);
  return dataset;
}

/** `ATELIER_CACHE`, resolved against the user's working directory if it is relative. */
function cacheOption(): { cacheFolder?: string } {
  const chosen = process.env['ATELIER_CACHE'];
  return chosen === undefined || chosen === '' ? {} : { cacheFolder: join(userPath(chosen), 'datasets') };
}

/** Loads data for a command whose result goes to stdout: messages about loading go to stderr. */
export async function loadDataBeside(choice: DataChoice, signal?: AbortSignal): Promise<Dataset> {
  return loadBeside(loadDataset, choice, signal);
}

/** Loads the test images of data, for a command whose result goes to stdout. */
export async function loadTestSetBeside(choice: DataChoice): Promise<TestSet> {
  return loadBeside(loadTestSet, choice);
}

async function loadBeside<Loaded extends TestSet>(
  load: (data: string, options: DatasetOptions) => Promise<Loaded>,
  choice: DataChoice,
  signal?: AbortSignal,
): Promise<Loaded> {
  const Reporter = stderr.movesCursor ? BarReporter : LineReporter;
  const reporter = new Reporter(stderr, stderr);
  try {
    return await loadSaying(load, choice, { signal, onEvent: (event) => reporter.report(event) });
  } finally {
    reporter.clear();
  }
}

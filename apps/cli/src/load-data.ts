import { stderr } from './terminal/output.ts';
import { join } from 'node:path';
import { type Dataset, datasetInfos, fileNames, loadDataset } from '@atelier/datasets';
import { userPath } from './paths.ts';
import { BarReporter } from './terminal/bar-reporter.ts';
import type { FetchUpdate } from './terminal/events.ts';
import { LineReporter } from './terminal/line-reporter.ts';

export interface LoadDataOptions {
  readonly signal?: AbortSignal;
  readonly onNotice: (message: string) => void;
  readonly onFetch: (update: FetchUpdate) => void;
}

/** The names that `--data` takes; anything else is a folder. */
const names = new Set(datasetInfos.map(({ name }) => name));

/** What `--data` means: a known name as it is, a folder as an absolute path. */
export function dataLocation(typed: string): string {
  return names.has(typed) ? typed : userPath(typed);
}

/** Loads what `--data` names, fetching it where needed. */
export async function loadData(location: string, options: LoadDataOptions): Promise<Dataset> {
  const { signal, onNotice, onFetch } = options;
  return loadDataset(location, {
    ...(signal && { signal }),
    ...cacheOption(),
    onNotice,
    onProgress: ({ file, bytes, totalBytes, etaSeconds }) =>
      onFetch({ file: fileNames[file], bytes, total: totalBytes, secondsLeft: etaSeconds }),
  });
}

/** `ATELIER_CACHE`, resolved against the user's working directory if it is relative. */
function cacheOption(): { cacheFolder?: string } {
  const chosen = process.env['ATELIER_CACHE'];
  return chosen === undefined || chosen === '' ? {} : { cacheFolder: join(userPath(chosen), 'datasets') };
}

/** Loads data for a command whose result goes to stdout: messages about fetching go to stderr. */
export async function loadDataBeside(location: string, signal?: AbortSignal): Promise<Dataset> {
  const Reporter = stderr.isTTY ? BarReporter : LineReporter;
  const reporter = new Reporter(stderr, stderr);
  try {
    return await loadData(location, {
      ...(signal && { signal }),
      onNotice: (message) => reporter.report({ type: 'notice', message }),
      onFetch: (update) => reporter.report({ type: 'fetch', ...update }),
    });
  } finally {
    reporter.clear();
  }
}

import type { FileAtPath } from '@atelier/datasets/browser';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Report } from '../messages.ts';
import { DataSource } from './data-source.ts';
import { DataStore } from './data-store.ts';
import { loadData, type LoadedData, type LoadOptions } from './load-data.ts';

vi.mock('./load-data.ts', { spy: true });

interface Load extends LoadOptions {
  readonly finish: (data: LoadedData) => void;
  readonly fail: (error: Error) => void;
}

let loads: Load[];

beforeEach(() => {
  loads = [];
  vi.mocked(loadData).mockImplementation(
    (_, options) =>
      new Promise((finish, fail) => {
        loads.push({ ...options, finish, fail });
      }),
  );
});

const images = { images: Uint8Array.of(1, 2), labels: Uint8Array.of(0, 1), count: 2 };
const part = { ...images, height: 1, width: 1, channels: 1 };
const fashion = {
  name: 'fashion-mnist',
  classNames: ['shirt', 'shoe'],
  train: part,
  test: part,
  complete: true,
  own: false,
};

/** Twenty pictures of four pixels; a wrong pixel makes them none. */
function csv(pixel = '9'): FileAtPath[] {
  const rows = Array.from({ length: 20 }, (_, at) => [at % 2, at, 0, at === 5 ? pixel : 9, at].join(','));
  return [{ path: 'mine.csv', file: new Blob([rows.join('\n')]) }];
}

/** A source whose runs end when they are told to, and what it reports. */
function newSource(): {
  readonly store: DataStore;
  readonly source: DataSource;
  readonly reports: Report[];
  readonly use: (id: number, files?: FileAtPath[]) => Promise<void>;
  readonly endRuns: () => void;
} {
  const store = new DataStore();
  const reports: Report[] = [];
  let waiting: (() => void)[] = [];
  const exchange = (change: () => void): void => {
    waiting.push(change);
  };
  const source = new DataSource((report) => reports.push(report), store, { exchange, onTest: () => {} });
  return {
    store,
    source,
    reports,
    use: (id, files = csv()) =>
      source.use({ type: 'use-files', id, files, name: undefined, size: undefined }),
    endRuns: () => {
      for (const change of waiting) change();
      waiting = [];
    },
  };
}

test('files that are refused leave the data set that is loading as it is', async () => {
  const { source, store, reports, use } = newSource();
  const loading = source.load('data/');
  await use(1, csv('what?'));
  expect(reports).toMatchObject([
    { type: 'files-refused', id: 1, message: expect.stringContaining('what?') },
  ]);
  loads[0]!.onFirst({ ...fashion, complete: false });
  loads[0]!.onProgress(5, 9);
  loads[0]!.finish(fashion);
  await loading;
  expect(reports.map(({ type }) => type)).toEqual([
    'files-refused',
    'data-ready',
    'data-progress',
    'data-ready',
  ]);
  expect(store.data).toBe(fashion);
});

test('a failure to load is said, also after files were refused meanwhile', async () => {
  const { source, reports, use } = newSource();
  const loading = source.load('data/');
  await use(1, csv('what?'));
  loads[0]!.fail(new Error('no network'));
  await loading;
  expect(reports.at(-1)).toMatchObject({ type: 'data-failed', message: 'no network' });
});

test('files that are data take the place of what is loading', async () => {
  const { source, store, use, endRuns } = newSource();
  const loading = source.load('data/');
  await use(1);
  loads[0]!.onFirst({ ...fashion, complete: false });
  endRuns();
  loads[0]!.finish(fashion);
  await loading;
  endRuns();
  expect(store.data).toMatchObject({ name: 'mine.csv', own: true });
});

test('files that are still being read when the data set is loaded again are answered, and are not used', async () => {
  const { source, store, reports, use, endRuns } = newSource();
  const using = use(1);
  const loading = source.load('data/');
  await using;
  expect(reports.filter(({ type }) => type !== 'reading-files')).toEqual([
    { type: 'files-refused', id: 1, message: undefined },
  ]);
  loads[0]!.finish(fashion);
  await loading;
  endRuns();
  expect(store.data).toBe(fashion);
});

test('of two readings each is answered, and the later one’s files stay', async () => {
  const { store, reports, use, endRuns } = newSource();
  await Promise.all([use(1), use(2)]);
  endRuns();
  const answers = reports.filter((report) => 'id' in report);
  expect(new Set(answers.map(({ id }) => id))).toEqual(new Set([1, 2]));
  expect(answers.at(-1)).toMatchObject({ type: 'files-used', id: 2 });
  expect(store.data).toMatchObject({ own: true });
});

test('the data set that is loaded while files wait for a run to end comes after them', async () => {
  const { source, store, reports, use, endRuns } = newSource();
  await use(1);
  const loading = source.load('data/');
  loads[0]!.onFirst({ ...fashion, complete: false });
  loads[0]!.finish(fashion);
  await loading;
  expect(store.data).toBeUndefined();
  endRuns();
  const ready = reports.filter((report) => report.type === 'data-ready');
  expect(ready.map(({ own }) => own)).toEqual([true, false]);
  expect(store.data).toBe(fashion);
});

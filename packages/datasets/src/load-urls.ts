import { checkCount, checkFunction, checkObject, checkOptions, found as foundText } from '@atelier/checks';
import { assemble } from './assemble.ts';
import { EarlySamples } from './early-samples.ts';
import type { OnFirst } from './early-samples.ts';
import { fileKeys, fileNames, perFile, perFileAsync } from './files.ts';
import { checkReadingOptions } from './formats/check-reading-options.ts';
import { datasetOf } from './formats/dataset-of.ts';
import type { FileKey, PerFile } from './files.ts';
import type { Dataset } from './dataset.ts';
import { readUrl } from './read-url.ts';
import type { ReadFile } from './read-url.ts';
import { datasetInfos } from './registry.ts';

/** How far the loading of four files is. */
export interface UrlProgress {
  /** Bytes that came over the network. */
  readonly bytes: number;
  /** Bytes of all four files; `undefined` until every server has said its file's size. */
  readonly totalBytes: number | undefined;
}

/** Options of `loadDatasetFromUrls`. */
export interface UrlOptions {
  /**
   * The data set's name. A known one (`fashion-mnist`, `mnist`) implies its class names, and the hashes that
   * its files must have.
   *
   * @default 'unnamed'
   */
  readonly name?: string;
  /**
   * One per class, in the order of the labels.
   *
   * @default those of the known name, or `['0', '1', …]`
   */
  readonly classNames?: readonly string[];
  /**
   * SHA-256 that the uncompressed files must have, 64 hexadecimal digits.
   *
   * @default those of the known name, otherwise none: any content is accepted
   */
  readonly sha256?: PerFile<string>;
  /** Aborts the requests; the promise rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Called for each piece of a file that arrives. */
  readonly onProgress?: (progress: UrlProgress) => void;
  /**
   * Called with the first training samples while the rest is still loading. They are views of what will be
   * returned, not yet verified: if loading fails later, they were wrong.
   */
  readonly onFirst?: OnFirst;
  /**
   * The most bytes of elements of a file.
   *
   * @default 1 GiB, `defaultMaxBytes` of `@atelier/idx`
   */
  readonly maxBytes?: number;
  /** @default the global `fetch` */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * Loads a data set from the URLs of its four files, or of a folder that holds them under their usual names
 * with `.gz`. They may arrive as gzip or already decompressed.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError for a number out of its range
 * @throws DatasetError with the URL, what is wrong and the remedy
 * @throws `options.signal`'s reason
 */
export async function loadDatasetFromUrls(
  urls: string | PerFile<string>,
  options: UrlOptions = {},
): Promise<Dataset> {
  checkUrls(urls, options);
  const { name = 'unnamed', onFirst } = options;
  const info = datasetInfos.find((known) => known.name === name);
  const early = onFirst === undefined ? undefined : new EarlySamples(onFirst);
  const files = await readAll(typeof urls === 'string' ? inFolder(urls) : urls, options, {
    sha256: (key) => options.sha256?.[key] ?? info?.files[key].sha256,
    onContent(key, url, content) {
      if (key === 'trainImages') early?.images(url, content);
    },
    onFile(key, file) {
      if (key === 'trainLabels') early?.labels(file);
    },
  });
  const source = {
    kind: 'urls',
    files: perFile((key) => ({ location: files[key].location, sha256: files[key].sha256 })),
  } as const;
  const location = typeof urls === 'string' ? urls : urls.trainLabels;
  const found = info && { from: name, names: info.classNames };
  return datasetOf(assemble(files), { name, location, source, found, notes: [] }, options);
}

const known: Readonly<Record<keyof UrlOptions, true>> = {
  name: true,
  classNames: true,
  sha256: true,
  signal: true,
  onProgress: true,
  onFirst: true,
  maxBytes: true,
  fetch: true,
};

function checkUrls(urls: string | PerFile<string>, options: UrlOptions): void {
  checkOptions('loadDatasetFromUrls', options, known);
  const { onProgress, onFirst, fetch, classNames, maxBytes } = options;
  checkReadingOptions({ classNames, maxBytes });
  for (const [option, value] of Object.entries({ onProgress, fetch })) {
    if (value !== undefined) checkFunction(option, value);
  }
  if (onFirst !== undefined) {
    checkObject('onFirst', onFirst, 'count and callback');
    checkCount('count of onFirst', onFirst.count);
    checkFunction('callback of onFirst', onFirst.callback);
  }
  const value: unknown = urls;
  if (typeof value === 'string') return;
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`urls is the address of a folder, or of each file; found ${foundText(value)}`);
  }
  for (const key of fileKeys) {
    if (typeof urls === 'object' && typeof urls[key] !== 'string') {
      throw new TypeError(`urls.${key} is an address; found ${foundText(urls[key])}`);
    }
  }
}

interface Reading {
  readonly sha256: (key: FileKey) => string | undefined;
  readonly onContent: (key: FileKey, url: string, content: Uint8Array) => void;
  readonly onFile: (key: FileKey, file: ReadFile) => void;
}

async function readAll(
  urls: PerFile<string>,
  { signal, fetch = globalThis.fetch, maxBytes, onProgress }: UrlOptions,
  { sha256, onContent, onFile }: Reading,
): Promise<PerFile<ReadFile>> {
  // If one file can't be loaded, the other three are useless.
  const stop = new AbortController();
  const received = new Map<FileKey, Received>();
  return perFileAsync(async (key) => {
    try {
      const file = await readUrl({
        url: urls[key],
        sha256: sha256(key),
        maxBytes,
        fetch: (url, init) => fetch(url, init),
        signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
        onBytes(bytes, total) {
          received.set(key, { bytes, total });
          onProgress?.(summed(received));
        },
        onContent: (content) => onContent(key, urls[key], content),
      });
      onFile(key, file);
      return file;
    } catch (error) {
      stop.abort(error);
      throw error;
    }
  });
}

interface Received {
  readonly bytes: number;
  readonly total: number | undefined;
}

function summed(received: ReadonlyMap<FileKey, Received>): UrlProgress {
  let bytes = 0;
  let totalBytes: number | undefined = received.size === fileKeys.length ? 0 : undefined;
  for (const file of received.values()) {
    bytes += file.bytes;
    totalBytes = totalBytes === undefined || file.total === undefined ? undefined : totalBytes + file.total;
  }
  return { bytes, totalBytes };
}

function inFolder(url: string): PerFile<string> {
  const folder = url.endsWith('/') ? url : `${url}/`;
  return perFile((key) => `${folder}${fileNames[key]}.gz`);
}

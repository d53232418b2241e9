import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchFromDebian } from './apt.ts';
import { defaultLimits, download, MirrorError } from './download.ts';
import type { DownloadLimits } from './download.ts';
import type { Environment } from './environment.ts';
import { DatasetError, systemCode } from './error.ts';
import { fileNames } from './files.ts';
import type { FileKey } from './files.ts';
import { Mirrors } from './mirrors.ts';
import { abandonedPartials, PartialFile } from './partial.ts';
import { ProgressMeter } from './progress.ts';
import type { FetchProgress } from './progress.ts';
import type { DatasetInfo } from './registry.ts';
import { readVerified } from './verify.ts';

/** Options of `fetchDataset`. */
export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
  /** One line for the user: what was damaged, which mirror failed, which is next. */
  readonly onNotice?: ((message: string) => void) | undefined;
  /** URLs of folders that hold the files, tried in this order, in place of the data set's own. */
  readonly mirrors?: readonly string[] | undefined;
  readonly limits?: Partial<DownloadLimits> | undefined;
}

/** The files' origin. */
export type Fetched =
  | { readonly kind: 'mirror'; readonly urls: readonly string[] }
  | { readonly kind: 'apt'; readonly package: string };

/** Rounds over the mirrors before a file is given up, and the pause after the first; it doubles each time. */
const rounds = 4;
const firstPauseMs = 500;

/** Small files first, so that a bad mirror shows before the large file is requested. */
const order: readonly FileKey[] = ['trainLabels', 'testLabels', 'testImages', 'trainImages'];

interface Job {
  readonly info: DatasetInfo;
  readonly folder: string;
  readonly environment: Environment;
  readonly options: FetchOptions;
  readonly meter: ProgressMeter;
}

/**
 * Fetches files of a data set into `folder`, from its mirrors or, if none has them, from its Debian
 * package.
 *
 * @throws DatasetError `fetch-failed`, `unusable-folder`
 */
export async function fetchFiles(
  info: DatasetInfo,
  keys: readonly FileKey[],
  folder: string,
  environment: Environment,
  options: FetchOptions,
): Promise<Fetched> {
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandoned(folder, keys);
    return await fromMirrorsOrDebian(info, keys, folder, environment, options);
  } catch (error) {
    throw explained(error, folder);
  }
}

async function fromMirrorsOrDebian(
  info: DatasetInfo,
  keys: readonly FileKey[],
  folder: string,
  environment: Environment,
  options: FetchOptions,
): Promise<Fetched> {
  const meter = new ProgressMeter(info.files, keys, environment.now, (progress) =>
    options.onProgress?.(progress),
  );
  const job: Job = { info, folder, environment, options, meter };
  const mirrors = new Mirrors(options.mirrors ?? info.mirrors);
  const urls: string[] = [];
  for (const key of order.filter((candidate) => keys.includes(candidate))) {
    const url = await fetchFile(job, key, mirrors);
    if (url !== undefined) {
      urls.push(url);
      continue;
    }
    const failures = `${fileNames[key]}.gz: ${mirrors.describe()}`;
    const missing = order.filter((candidate) => keys.includes(candidate)).slice(urls.length);
    return await fromDebian(job, missing, failures);
  }
  return { kind: 'mirror', urls };
}

async function fromDebian(job: Job, keys: readonly FileKey[], failures: string): Promise<Fetched> {
  const { info, folder, environment, options } = job;
  const remedy = `fetch the four files elsewhere and name their folder`;
  if (info.debian === undefined) {
    throw new DatasetError(
      'fetch-failed',
      `No mirror delivered ${failures}. Check the connection, or ${remedy}`,
    );
  }
  options.onNotice?.(`No mirror delivered ${failures}. Trying the Debian package ${info.debian.package}`);
  try {
    await fetchFromDebian(info.debian, info, keys, folder, environment, options.signal);
    return { kind: 'apt', package: info.debian.package };
  } catch (cause) {
    options.signal?.throwIfAborted();
    if (!(cause instanceof Error) || isFolderTrouble(cause)) throw cause;
    const reason = systemCode(cause) === 'ENOENT' ? 'there is no apt-get here' : lastLine(cause.message);
    throw new DatasetError(
      'fetch-failed',
      `No mirror delivered ${failures}. The Debian package ${info.debian.package} can't be fetched either (${reason}). Check the connection, or ${remedy}`,
      { cause },
    );
  }
}

/** @returns the URL that delivered the file; `undefined` if none did */
async function fetchFile(job: Job, key: FileKey, mirrors: Mirrors): Promise<string | undefined> {
  const { options, environment, folder, info } = job;
  const name = fileNames[key];
  const partial = await PartialFile.claim(folder, name);
  let published = false;
  try {
    job.meter.resumed(partial.bytes);
    for (let round = 0; round < rounds && mirrors.urls.length > 0; round++) {
      if (round > 0) await environment.sleep(firstPauseMs * 2 ** (round - 1), options.signal);
      for (const mirror of mirrors.urls) {
        const url = `${mirror}${name}.gz`;
        try {
          await fetchFrom(job, key, url, partial);
          await partial.publish(join(folder, `${name}.gz`));
          published = true;
          mirrors.worked(mirror);
          job.meter.finish(key, info.files[key].compressedBytes);
          return url;
        } catch (error) {
          options.signal?.throwIfAborted();
          if (!(error instanceof MirrorError)) throw error;
          mirrors.failed(mirror, error);
          // Without a network, every mirror fails in turn; the summary says it once.
          if (error.kind !== 'unreachable') options.onNotice?.(`${url} ${error.message}`);
        }
      }
    }
    return undefined;
  } finally {
    if (!published) await partial.release(name);
  }
}

/** Downloads what `partial` lacks and verifies the whole. What fails verification is deleted. */
async function fetchFrom(job: Job, key: FileKey, url: string, partial: PartialFile): Promise<void> {
  const { options, environment, meter, info } = job;
  const expected = info.files[key];
  const { resumed } = await download({
    url,
    partial,
    maxBytes: expected.bytes + gzipSlackBytes,
    limits: { ...defaultLimits, ...options.limits },
    fetch: environment.fetch,
    signal: options.signal,
    onBytes: () => meter.update(key, partial.bytes),
  });
  try {
    await readVerified(partial.path, expected, { signal: options.signal });
  } catch (error) {
    if (!(error instanceof DatasetError && error.code === 'damaged-file')) throw error;
    await partial.clear();
    // Parts of two mirrors, or of two days, may not fit together: then the whole file from this mirror
    // decides.
    if (resumed) return await fetchFrom(job, key, url, partial);
    const reason = error.message.replace(partial.path, 'it');
    throw new MirrorError('final', `sent a different file (${reason})`, { cause: error });
  }
}

/** The overhead of gzip for incompressible and for empty content. */
const gzipSlackBytes = 64 * 1024;

/** Removes abandoned files that no process will continue. */
async function removeAbandoned(folder: string, keys: readonly FileKey[]): Promise<void> {
  const wanted = new Set<string>(keys.map((key) => fileNames[key]));
  for (const { file, path } of await abandonedPartials(folder)) {
    if (!wanted.has(file)) await rm(path, { recursive: true, force: true });
  }
}

const folderTrouble: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a file is in the way',
  EFBIG: 'a file may not grow that large here',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file is in the way',
  EPERM: 'it may not be written',
  EROFS: 'it is read-only',
};

function isFolderTrouble(error: unknown): boolean {
  return (systemCode(error) ?? '') in folderTrouble;
}

function explained(error: unknown, folder: string): unknown {
  const trouble = folderTrouble[systemCode(error) ?? ''];
  if (trouble === undefined) return error;
  return new DatasetError(
    'unusable-folder',
    `The cache folder ${folder} can't be used: ${trouble}. Name another with ATELIER_CACHE`,
    { location: folder, cause: error },
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

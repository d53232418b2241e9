import { type Dirent, readFileSync, statSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { checkText } from '@atelier/checks';
import { DatasetError } from '../error.ts';
import { filePieces, unreadable } from '../file-pieces.ts';
import { partNamed } from './part.ts';
import type { Given, GivenFile } from './given.ts';
import { leftOutNotes } from './left-out.ts';
import { isHidden } from './is-hidden.ts';
import { isPictureFile } from './is-picture-file.ts';
import { stampOf } from './stamp-of.ts';

/** Folders below the given one that are looked into: a part's, a class's, and two more. */
const deepest = 4;

/** Far more files than fit into memory as pictures; a home folder has fewer. */
const mostFiles = 2_000_000;

/**
 * What lies at a path of the system.
 *
 * @returns `undefined` if there is nothing
 * @throws DatasetError when a folder can't be read
 */
export async function givenAt(path: string, signal?: AbortSignal): Promise<Given | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (!found.isDirectory()) {
    const folder = dirname(path);
    const beside = (await entries(folder)).filter((entry) => entry.isFile()).map(({ name }) => name);
    const files = beside.sort().map((name) => givenFile(name, join(folder, name), signal));
    const chosen = givenFile(basename(path), path, signal);
    return { name: basename(path), location: path, files, chosen };
  }
  const folder = await unwrapped(path);
  const listed = await listedIn(folder, signal);
  const files = listed.paths.sort().map((each) => givenFile(each, join(folder, each), signal));
  const { paths: _, ...others } = listed;
  return { name: basename(path), location: path, files, chosen: undefined, ...others };
}

function givenFile(path: string, location: string, signal: AbortSignal | undefined): GivenFile {
  return {
    path,
    location,
    pieces: (most) => explained(location, filePieces(location, most, signal)),
    small: () => smallFile(location),
    stamp: () => stampOf(location),
  };
}

/** A file up to this size is read faster in one go than by four turns of Node's thread pool. */
const smallBytes = 2 ** 16;

/** @returns `undefined` for what is larger, not regular, or can't be read: reading it in pieces tells why */
function smallFile(path: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= smallBytes ? new Uint8Array(readFileSync(path)) : undefined;
  } catch {
    return undefined;
  }
}

async function* explained(
  location: string,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* pieces;
  } catch (error) {
    throw error instanceof DatasetError ? error : unreadable(location, error);
  }
}

/** Archives often hold one folder that holds the data. */
async function unwrapped(folder: string): Promise<string> {
  let inner = folder;
  for (let depth = 0; depth < deepest; depth++) {
    const [only, ...others] = await entries(inner);
    if (only === undefined || others.length > 0 || !only.isDirectory()) break;
    // What is in it may be named like a part, too.
    if (partNamed(only.name) === 'train') break;
    const deeper = join(inner, only.name);
    // The one folder of a class is no wrapping.
    if ((await entries(deeper)).some(({ name }) => isPictureFile(name))) break;
    inner = deeper;
  }
  return inner;
}

/** What a folder holds, as paths below it; see `Given`. */
interface Listed {
  readonly paths: string[];
  readonly emptyFolders: string[];
  readonly hiddenFolders: string[];
  readonly loops: string[];
  readonly deepFolders: string[];
}

async function listedIn(folder: string, signal?: AbortSignal): Promise<Listed> {
  const listed: Listed = { paths: [], emptyFolders: [], hiddenFolders: [], loops: [], deepFolders: [] };
  const real = await realpath(folder).catch((error: unknown) => {
    throw unreadable(folder, error);
  });
  await list(folder, '', [real], listed, signal);
  return listed;
}

/** The pictures in a folder and in those below it. */
export interface PictureFiles {
  /** Paths below the folder, with `/` between names. */
  readonly paths: readonly string[];
  /** What was not looked into, in words: links to a folder that they lie in, and folders that lie too deep. */
  readonly notes: readonly string[];
}

/**
 * Lists the files in a folder, and in four levels of folders below it, that are pictures by their names. Hidden ones are left out.
 *
 * @throws TypeError for what is no path
 * @throws DatasetError when a folder can't be read
 */
export async function listPictures(folder: string): Promise<PictureFiles> {
  checkText('folder', folder, 'a path');
  const { paths, ...others } = await listedIn(folder);
  return { paths: paths.filter(isPictureFile), notes: leftOutNotes(others) };
}

/** @param chain the folders on the way to this one and itself, without links */
async function list(
  folder: string,
  prefix: string,
  chain: readonly string[],
  into: Listed,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const before = into.paths.length;
  for (const entry of await allEntries(folder)) {
    if (isHidden(entry.name)) {
      if (entry.isDirectory() && entry.name.startsWith('.')) {
        into.hiddenFolders.push(`${prefix}${entry.name}`);
      }
      continue;
    }
    const path = join(folder, entry.name);
    // Class folders are often links.
    const target = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
    if (target?.isDirectory() === true) {
      if (chain.length > deepest) {
        into.deepFolders.push(`${prefix}${entry.name}`);
        continue;
      }
      const real = entry.isSymbolicLink() ? await realpath(path) : join(chain.at(-1)!, entry.name);
      // Its files would belong to two classes.
      if (chain.some((each) => each === real || each.startsWith(real + sep))) {
        into.loops.push(`${prefix}${entry.name}`);
        continue;
      }
      await list(path, `${prefix}${entry.name}/`, [...chain, real], into, signal);
    } else if (target === undefined || target.isFile()) {
      // A link to nothing is a file that can't be read, which its reader says.
      into.paths.push(`${prefix}${entry.name}`);
      if (into.paths.length > mostFiles) {
        throw new DatasetError(
          'unknown-format',
          `${folder} and what is beside it hold more than ${mostFiles} files`,
          {
            location: folder,
          },
        );
      }
    }
  }
  if (into.paths.length === before && prefix !== '') into.emptyFolders.push(prefix.slice(0, -1));
}

/** A folder's entries, without hidden ones and what archives leave. */
async function entries(folder: string): Promise<Dirent[]> {
  return (await allEntries(folder)).filter(({ name }) => !isHidden(name));
}

async function allEntries(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, error);
  }
}

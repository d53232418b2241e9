import { damaged } from '../error.ts';
import { partNamed } from './part.ts';
import type { Given, GivenFile } from './given.ts';
import { isHidden } from './is-hidden.ts';
import { isPictureFile } from './is-picture-file.ts';

/** A file or folder that was dropped on a page, chosen in its file dialog, or made by a program. */
export type Dropped = File | FileSystemEntry | FileAtPath;

/** A file with its place below what was dropped: files lose theirs on the way to a worker. */
export interface FileAtPath {
  /** With `/` between names: `train/cat/1.png`. */
  readonly path: string;
  readonly file: Blob;
}

/**
 * What was dropped on a page or chosen in a dialog, as one folder, or as one file.
 *
 * @param dropped files, also of a dialog for folders, or the entries of a drop (`item.webkitGetAsEntry()`)
 */
export async function givenDropped(dropped: Iterable<Dropped>): Promise<Given> {
  const files: FileAtPath[] = [];
  for (const each of dropped) {
    if ('path' in each) files.push(each);
    else if (each instanceof File) files.push({ path: each.webkitRelativePath || each.name, file: each });
    else await list(each, '', files);
  }
  const [only] = files;
  if (files.length === 1 && only && !only.path.includes('/')) {
    const chosen = givenFile(only.path, only.file);
    return { name: only.path, location: only.path, files: [chosen], chosen };
  }
  const shown = files.filter(({ path }) => !path.split('/').some(isHidden));
  const prefix = commonFolders(shown.map(({ path }) => path));
  const name = prefix.split('/')[0] || 'what was dropped';
  const inside = shown.map(({ path, file }) => givenFile(path.slice(prefix.length), file));
  inside.sort((a, b) => (a.path < b.path ? -1 : 1));
  const hidden = files.flatMap(({ path }) => hiddenFolderOf(path) ?? []).sort();
  const beside = new Set(hidden.filter((path) => path.startsWith(prefix)));
  const hiddenFolders = Array.from(beside, (path) => path.slice(prefix.length));
  return { name, location: name, files: inside, chosen: undefined, hiddenFolders };
}

/** The path down to the first folder whose name begins with a dot. */
function hiddenFolderOf(path: string): string | undefined {
  return /^(?:[^/]+\/)*?\.[^/]*(?=\/)/.exec(path)?.[0];
}

function givenFile(path: string, file: Blob): GivenFile {
  return {
    path,
    location: path,
    async *pieces(most) {
      if (file.size > most * 1.001 + 2 ** 20) {
        throw damaged(path, `it has ${file.size} bytes, and at most ${most} are accepted`);
      }
      const reader = file.stream().getReader();
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          yield value;
        }
      } finally {
        void reader.cancel().catch(() => undefined);
      }
    },
  };
}

async function list(entry: FileSystemEntry, prefix: string, into: FileAtPath[]): Promise<void> {
  const path = `${prefix}${entry.name}`;
  if (isFileEntry(entry)) {
    const file = await new Promise<File>((resolve, reject) => {
      entry.file(resolve, reject);
    });
    into.push({ path, file });
  } else if (isFolderEntry(entry)) {
    const reader = entry.createReader();
    for (;;) {
      // A hundred at a time, until there are none.
      const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => {
        reader.readEntries(resolve, reject);
      });
      if (entries.length === 0) return;
      for (const each of entries) await list(each, `${path}/`, into);
    }
  }
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolderEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** The folders that all paths begin with, with a `/` at the end, without the one folder of a class. */
function commonFolders(paths: readonly string[]): string {
  const [first = ''] = paths;
  let prefix = '';
  for (;;) {
    const end = first.indexOf('/', prefix.length);
    const longer = first.slice(0, end + 1);
    const isClass = paths.some((path) => isPictureFile(path) && path.lastIndexOf('/') === end);
    // What is in it may be named like a part, too.
    const isPart = partNamed(first.slice(prefix.length, end)) === 'train';
    if (end === -1 || isClass || isPart || !paths.every((path) => path.startsWith(longer))) return prefix;
    prefix = longer;
  }
}

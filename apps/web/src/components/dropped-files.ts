import type { FileAtPath } from '@atelier/datasets/browser';

/** What was dropped, with the files in dropped folders. */
export async function droppedFiles({ items }: DataTransfer): Promise<FileAtPath[]> {
  // Get all entries before the first `await`: the event's data are gone afterwards.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files: FileAtPath[] = [];
  for (const entry of entries) await collect(entry, '', files);
  return files;
}

/** The files of a dialog, each at its path if it was one for folders. */
export function chosenFiles(files: Iterable<File>): FileAtPath[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

async function collect(entry: FileSystemEntry, prefix: string, files: FileAtPath[]): Promise<void> {
  const path = `${prefix}${entry.name}`;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    files.push({ path, file });
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    for (;;) {
      // A hundred at a time, until there are none.
      const children = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (children.length === 0) return;
      for (const child of children) await collect(child, `${path}/`, files);
    }
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

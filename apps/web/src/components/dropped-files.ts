/** A run folder has a dozen files: a drop of many more is a mistake. */
const mostFiles = 200;
const deepest = 3;

/** What was dropped, with the files in dropped folders. */
export async function droppedFiles({ items }: DataTransfer): Promise<File[]> {
  // Get all entries before the first `await`: the event's data are gone afterwards.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files: File[] = [];
  for (const entry of entries) await collect(entry, 0, files);
  return files;
}

async function collect(entry: FileSystemEntry, depth: number, files: File[]): Promise<void> {
  if (files.length >= mostFiles) return;
  if (isFile(entry)) {
    files.push(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)));
  } else if (isFolder(entry) && depth < deepest) {
    const reader = entry.createReader();
    const children = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    for (const child of children) await collect(child, depth + 1, files);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

import type { FileAtPath } from '@atelier/datasets/browser';
import { unzipSync, zipSync } from 'fflate';

/** The most bytes that an archive's files may have together: what is packed small may be large. */
const mostBytes = 2 ** 28;
/** Files in an archive of ours have no time, so that the same files give the same bytes. */
const noTime = { mtime: new Date(1980, 0, 1) } as const;

/** Files as a ZIP archive, stored as they are: pictures are compressed already. */
export async function writeZip(files: readonly FileAtPath[]): Promise<Blob> {
  const contents = await Promise.all(
    files.map(async ({ path, file }) => [path, new Uint8Array(await file.arrayBuffer())] as const),
  );
  const archive = zipSync(Object.fromEntries(contents), { level: 0, ...noTime });
  return new Blob([archive], { type: 'application/zip' });
}

/** The files of an archive; `undefined` for what is none, is damaged, or holds more than 256 MiB. */
export async function readZip(archive: Blob): Promise<FileAtPath[] | undefined> {
  let bytes = 0;
  try {
    const files = unzipSync(new Uint8Array(await archive.arrayBuffer()), {
      filter({ name, originalSize }) {
        bytes += originalSize;
        if (bytes > mostBytes) throw new RangeError(`more than ${mostBytes} bytes`);
        return !name.endsWith('/');
      },
    });
    const found = Object.entries(files).map(([path, content]) => ({ path, file: new Blob([content]) }));
    return found.length > 0 ? found : undefined;
  } catch {
    return undefined;
  }
}

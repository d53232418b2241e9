import { open, rename } from 'node:fs/promises';

/**
 * Writes a file so that, whenever the process or the machine stops, either the old content is there or the new: to a name of its
 * own, to the disk, and only then to its place.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  // What a killed process left under this name is written over: a folder belongs to one process at a time.
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

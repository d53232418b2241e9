import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/world.ts';
import { loadDataset } from './load.ts';
import { loadDatasetFromFiles } from './load-files.ts';
import { nodeDecoder } from './pictures/node-decoder.ts';

/** Files of a dialog for folders, which say where in the folder they were. */
function fileIn(path: string, content: Uint8Array<ArrayBuffer> | string): File {
  const file = new File([content], path.slice(path.lastIndexOf('/') + 1));
  return Object.defineProperty(file, 'webkitRelativePath', { value: path });
}

/** Two classes of pictures, in a folder, with what an operating system leaves there. */
async function pictures(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    'set/cat/.DS_Store': new Uint8Array(3),
    'set/.thumbs/cat/0.png': new Uint8Array(3),
  };
  for (const [name, value] of [
    ['cat', 9],
    ['dög', 200],
  ] as const) {
    for (const index of [0, 1, 2]) {
      const raw = { width: 3, height: 2, channels: 3 } as const;
      const png = sharp(Buffer.alloc(18, value + index), { raw }).png();
      files[`set/${name}/${index}.png`] = new Uint8Array(await png.toBuffer());
    }
  }
  return files;
}

test('a dropped folder is read as its path is in Node', async () => {
  const files = await pictures();
  const folder = await temporaryFolder();
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const cacheFolder = await temporaryFolder();
  const inNode = await loadDataset(join(folder, 'set'), { cacheFolder });
  const chosen = Object.entries(files).map(([path, bytes]) => fileIn(path, bytes));
  const dropped = await loadDatasetFromFiles(chosen.toReversed(), { decoder: nodeDecoder });
  expect({ ...dropped, source: 0 }).toEqual({ ...inNode, source: 0 });
  expect(dropped.notes[0]).toBe('Folders whose names begin with a dot are not read: ".thumbs"');
  expect(dropped.source).toEqual({ kind: 'read', location: 'set', format: 'folders of pictures' });
});

test('files with their paths beside them, as they arrive in a worker, are the same', async () => {
  const files = Object.entries(await pictures());
  const chosen = files.map(([path, bytes]) => fileIn(path, bytes));
  const sent = files.map(([path, bytes]) => ({ path, file: new Blob([bytes]) }));
  const options = { decoder: nodeDecoder };
  expect(await loadDatasetFromFiles(sent, options)).toEqual(await loadDatasetFromFiles(chosen, options));
});

test('the entries of a drop are walked through, as many as there are', async () => {
  const files = await pictures();
  const isIn = (folder: string): string[] =>
    Array.from(
      new Set(
        Object.keys(files)
          .filter((path) => path.startsWith(folder))
          .map((path) => path.slice(folder.length).split('/')[0]!),
      ),
    );
  const entryOf = (path: string): object => {
    const bytes = files[path];
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (bytes)
      return {
        name,
        isFile: true,
        isDirectory: false,
        file: (tell: (file: File) => void) => tell(new File([bytes], name)),
      };
    const inside = isIn(`${path}/`).map((each) => entryOf(`${path}/${each}`));
    // One at a time: browsers give a hundred.
    const readEntries = (tell: (entries: object[]) => void): void => tell(inside.splice(0, 1));
    return { name, isFile: false, isDirectory: true, createReader: () => ({ readEntries }) };
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node has no such entries; it has what is used of them
  const entry = entryOf('set') as FileSystemEntry;
  const { train, test: tested, classNames } = await loadDatasetFromFiles([entry], { decoder: nodeDecoder });
  expect(classNames).toEqual(['cat', 'dög']);
  expect([train.count, tested.count]).toEqual([4, 2]);
});

test('one dropped file is data by itself', async () => {
  const file = new File(['0,1,2,3,4\n1,5,6,7,8\n0,0,0,0,0\n1,9,9,9,9\n'], 'mine.csv');
  const { name, train, source } = await loadDatasetFromFiles([file]);
  expect([name, train.count, source.kind]).toEqual(['mine.csv', 2, 'read']);
  await expect(loadDatasetFromFiles([new File(['x'], 'a.txt')])).rejects.toThrow(
    /^a\.txt is not data that are recognised/,
  );
  await expect(loadDatasetFromFiles([])).rejects.toThrow(
    /^what was dropped holds no data that are recognised/,
  );
});

import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { encodeIdx } from '@atelier/idx';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/world.ts';
import type { Dataset } from '../dataset.ts';
import { givenDropped } from '../given/dropped.ts';
import { listPictures } from '../given/given-path.ts';
import { loadDataset } from '../load.ts';
import type { DatasetOptions } from '../locate.ts';

type Kind = 'png' | 'jpeg' | 'webp' | 'avif' | 'gif' | 'tiff';

/** A picture of one colour. */
async function flat(
  value: number | readonly [number, number, number],
  { width = 4, height = 4, kind = 'png' }: { width?: number; height?: number; kind?: Kind } = {},
): Promise<Buffer> {
  const gray = typeof value === 'number';
  const pixel = gray ? [value] : value;
  const data = Buffer.from(Array.from({ length: width * height }, () => pixel).flat());
  return sharp(data, { raw: { width, height, channels: gray ? 1 : 3 } })
    .toColourspace(gray ? 'b-w' : 'srgb')
    .toFormat(
      kind,
      kind === 'jpeg' ? { quality: 100 } : kind === 'webp' || kind === 'avif' ? { lossless: true } : {},
    )
    .toBuffer();
}

async function folderOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

async function load(folder: string, options: DatasetOptions = {}): Promise<Dataset> {
  return loadDataset(folder, { cacheFolder: await temporaryFolder(), ...options });
}

/** Two classes of flat pictures, four of each. */
async function darkAndBright(): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (let index = 0; index < 4; index++) {
    files[`dark/${index}.png`] = await flat(10 + index);
    files[`bright/${index}.png`] = await flat(200 + index);
  }
  return files;
}

describe('folders of pictures', () => {
  test('are classes by their names; a fifth of each is kept for testing, and it is said', async () => {
    const {
      train,
      test: tested,
      classNames,
      notes,
      source,
    } = await load(await folderOf(await darkAndBright()));
    expect(classNames).toEqual(['bright', 'dark']);
    expect(train).toMatchObject({ count: 6, height: 4, width: 4, channels: 1 });
    expect(tested.labels).toEqual(Uint8Array.of(0, 1));
    const first = (data: typeof train): number[] => Array.from(data.images).filter((_, at) => at % 16 === 0);
    expect([...first(train), ...first(tested)].sort((a, b) => a - b)).toEqual([
      10, 11, 12, 13, 200, 201, 202, 203,
    ]);
    expect(notes).toEqual([
      'There is no test part: 2 of 8 images, 20% of each class and at least 1, are kept for testing and not trained on',
    ]);
    expect(source).toMatchObject({ kind: 'read', format: 'folders of pictures' });
  });

  test.each([
    ['train and test', ['train', 'test'], undefined],
    ['train and val', ['train', 'val'], undefined],
    ['Training, Testing and validation', ['Training', 'Testing'], 'validation'],
  ])('%s above them are the parts', async (_, [train, other], validation) => {
    const files: Record<string, Uint8Array> = {};
    for (const part of [train, other, validation]) {
      if (part === undefined) continue;
      for (const name of ['a', 'b']) {
        files[`${part}/${name}/1.png`] = await flat(part === train ? 1 : 2);
        files[`${part}/${name}/2.png`] = await flat(3);
      }
    }
    const dataset = await load(await folderOf(files));
    expect(dataset.train.labels).toEqual(Uint8Array.of(0, 0, 1, 1));
    expect(dataset.train.images[0]).toBe(1);
    expect(dataset.test.images[0]).toBe(2);
    expect(dataset.validation?.count).toBe(validation === undefined ? undefined : 4);
    expect(dataset.notes).toEqual(
      other === 'val' ? ['There is no test folder: the pictures in "val" are for testing'] : [],
    );
  });

  test.each(['png', 'jpeg', 'webp', 'avif', 'gif', 'tiff'] as const)('hold %s files', async (kind) => {
    const files: Record<string, Uint8Array> = {};
    for (const [name, colour] of [
      ['red', [200, 16, 32]],
      ['blue', [8, 16, 240]],
    ] as const) {
      for (const index of [0, 1])
        files[`${name}/${index}.${kind}`] = await flat(colour, { kind, width: 16, height: 16 });
    }
    const { train } = await load(await folderOf(files));
    expect(train).toMatchObject({ count: 2, channels: 3, labels: Uint8Array.of(0, 1) });
    const [r, g, b] = train.images.subarray(768, 771);
    for (const [value, expected] of [
      [r, 200],
      [g, 16],
      [b, 32],
    ] as const) {
      expect(Math.abs(value! - expected)).toBeLessThanOrEqual(
        ['jpeg', 'avif', 'tiff'].includes(kind) ? 4 : 0,
      );
    }
  });

  test('take the most frequent size and channels, keep proportions, and say what became of the others', async () => {
    const files = await darkAndBright();
    files['dark/wide.png'] = await flat([100, 100, 101], { width: 8, height: 2 });
    const folder = await folderOf(files);
    const { train, test: tested, notes } = await load(folder);
    expect(train).toMatchObject({ height: 4, width: 4, channels: 1 });
    expect(notes.slice(0, 2)).toEqual([
      '2 sizes of pictures: 1 of 9 became 4x4, keeping their proportions',
      '1 of 9 pictures have colours: they became gray',
    ]);
    const sized = await load(folder, { size: [2, 3], channels: 3 });
    expect(sized.train).toMatchObject({ height: 2, width: 3, channels: 3, count: train.count });
    expect(sized.test.count).toBe(tested.count);
  });

  describe('with a largest side', () => {
    /** Three photos of one size, and the first file as none else is: a banner, and one that is none. */
    const photos = async (): Promise<Record<string, Uint8Array | string>> => ({
      'a/0.png': await flat(9, { width: 200, height: 6 }),
      'a/1.jpg': 'no picture',
      'a/2.png': await flat(10, { width: 40, height: 30 }),
      'b/0.png': await flat(20, { width: 40, height: 30 }),
      'b/1.png': await flat(30, { width: 40, height: 30 }),
    });

    test('become smaller in the proportions of the most, and it is said', async () => {
      const { train, notes } = await load(await folderOf(await photos()), { largestSide: 16 });
      // 40 x 30 by 16 / 40.
      expect(train).toMatchObject({ height: 12, width: 16, channels: 1 });
      expect(notes).toContain('2 sizes of pictures: 4 of 4 became 12x16, keeping their proportions');
    });

    test('stay as they are where it is not smaller, and have a size that is said', async () => {
      const folder = await folderOf(await photos());
      expect((await load(folder, { largestSide: 40 })).train).toMatchObject({ height: 30, width: 40 });
      const sized = await load(folder, { largestSide: 16, size: [20, 24] });
      expect(sized.train).toMatchObject({ height: 20, width: 24 });
    });

    test('are kept by it: another one is not answered from the cache', async () => {
      const folder = await folderOf(await photos());
      const cacheFolder = await temporaryFolder();
      for (const [largestSide, width] of [
        [16, 16],
        [8, 8],
        [undefined, 40],
      ] as const) {
        expect((await load(folder, { cacheFolder, largestSide })).train.width).toBe(width);
      }
    });

    test('leave other data as they are, with a picture beside them or not', async () => {
      const images = encodeIdx({ dtype: 'u8', shape: [4, 20, 30], data: new Uint8Array(2400) });
      const labels = encodeIdx({ dtype: 'u8', shape: [4], data: Uint8Array.of(0, 1, 0, 1) });
      const folder = await folderOf({
        'train-images-idx3-ubyte': images,
        'train-labels-idx1-ubyte': labels,
        'docs/preview.png': await flat(9, { width: 200, height: 100 }),
      });
      expect((await load(folder, { largestSide: 16 })).train).toMatchObject({ height: 20, width: 30 });
    });

    test('keep one pixel of a side at least', async () => {
      const line = await flat(9, { width: 300, height: 2 });
      const files = { 'a/0.png': line, 'a/1.png': line, 'b/0.png': line, 'b/1.png': line };
      const { train } = await load(await folderOf(files), { largestSide: 20 });
      expect(train).toMatchObject({ height: 1, width: 20 });
    });
  });

  test('leave broken pictures out, counted and named', async () => {
    const files: Record<string, Uint8Array | string> = await darkAndBright();
    for (const name of ['dark/4.png', 'dark/5.png', 'dark/6.jpg', 'bright/9.gif']) files[name] = 'no picture';
    const { train, test: tested, notes } = await load(await folderOf(files));
    expect(train.count + tested.count).toBe(8);
    expect(notes[0]).toMatch(
      /^4 of 12 pictures can't be read and are left out: bright\/9\.gif \(.+\), dark\/4\.png, dark\/5\.png and 1 more$/,
    );
  });

  test('name a link to nothing as a broken picture, and are kept for the next time all the same', async () => {
    const folder = await folderOf(await darkAndBright());
    await symlink('nowhere', join(folder, 'dark', '9.png'));
    const cacheFolder = await temporaryFolder();
    const { notes } = await load(folder, { cacheFolder });
    expect(notes[0]).toMatch(
      /^1 of 9 pictures can't be read and are left out: dark\/9\.png \(.+ is not there\)$/,
    );
    const tasks: string[] = [];
    const again = await load(folder, { cacheFolder, onRead: ({ task }) => tasks.push(task) });
    expect([again.notes, tasks]).toEqual([notes, []]);
    // The cache belongs to the pictures that were there.
    await symlink('0.png', join(folder, 'dark', 'other.png'));
    await rm(join(folder, 'dark', '9.png'));
    await symlink('1.png', join(folder, 'dark', '9.png'));
    const mended = await load(folder, { cacheFolder });
    expect(mended.train.count + mended.test.count).toBe(10);
  });

  test('in deeper folders are of the outermost one, and it is said', async () => {
    const folder = await folderOf({
      'animals/cat/1.png': await flat(1),
      'animals/dog/1.png': await flat(2),
      'things/1.png': await flat(3),
      'things/2.png': await flat(4),
    });
    const { classNames, notes } = await load(folder);
    expect(classNames).toEqual(['animals', 'things']);
    expect(notes).toContain(
      'Pictures in deeper folders are of the class folder that they lie in: "animals/cat" and 1 more',
    );
  });

  test('of classes named train, test or val may lie in a train folder, alone or not', async () => {
    for (const names of [
      ['cat', 'train'],
      ['test', 'val'],
    ]) {
      const files: Record<string, Uint8Array> = {};
      for (const name of names)
        for (const index of [0, 1]) files[`train/${name}/${index}.png`] = await flat(index);
      expect((await load(await folderOf(files))).classNames).toEqual(names);
      const dropped = Object.entries(files).map(([path, content]) => ({
        path,
        file: new File([Buffer.from(content)], basename(path)),
      }));
      const given = await givenDropped(dropped);
      expect(given.files.map(({ path }) => path)).toEqual(Object.keys(files));
    }
  });

  test('of a class named test may lie in deeper folders beside other classes', async () => {
    const files = {
      ...(await darkAndBright()),
      'test/a/1.png': await flat(1),
      'test/b/1.png': await flat(2),
    };
    expect((await load(await folderOf(files))).classNames).toEqual(['bright', 'dark', 'test']);
  });

  test('in folders too deep to be looked into are not read, and it is said', async () => {
    const { notes } = await load(
      await folderOf({ ...(await darkAndBright()), 'dark/a/b/c/d/1.png': await flat(9) }),
    );
    expect(notes).toContain('Folders this deep are not read: "dark/a/b/c/d"');
  });

  test('of a class that one of the parts lacks: it is said', async () => {
    const files: Record<string, Uint8Array> = {};
    for (const path of ['train/cat', 'train/dog', 'test/dog', 'test/cow']) {
      for (const name of ['1.png', '2.png']) files[`${path}/${name}`] = await flat(path.length);
    }
    const { notes } = await load(await folderOf(files));
    expect(notes).toEqual(['No training images of "cow"', 'No test images of "cat"']);
  });

  test('have class names as they are: Unicode, spaces, text that looks like something else', async () => {
    const names = ['10', 'Größe L', '<img src=x>', '猫 (cat)', '__proto__', '$(reboot); #'];
    const files: Record<string, Uint8Array> = {};
    for (const name of names)
      for (const index of [0, 1]) files[`./${name}/${index} ü.png`] = await flat(index);
    expect((await load(await folderOf(files))).classNames).toEqual([...names].sort());
  });

  test('are numbers in the order of numbers, if all are', async () => {
    const files: Record<string, Uint8Array> = {};
    for (const name of ['0', '2', '10'])
      for (const index of [0, 1]) files[`${name}/${index}.png`] = await flat(1);
    expect((await load(await folderOf(files))).classNames).toEqual(['0', '2', '10']);
    const renamed = await load(await folderOf(files), { classNames: ['zero', 'two', 'ten'] });
    expect(renamed.classNames).toEqual(['zero', 'two', 'ten']);
  });

  test('inside other folders, and with other files beside them, are found', async () => {
    const files: Record<string, Uint8Array | string> = {
      'outer/inner/readme.md': 'hello',
      'outer/inner/.DS_Store': '',
      'outer/inner/..x/1.png': await flat(1),
    };
    for (const [path, bytes] of Object.entries(await darkAndBright())) files[`outer/inner/${path}`] = bytes;
    const folder = await folderOf(files);
    await mkdir(join(folder, 'outer', 'inner', 'empty'));
    const { classNames, notes } = await load(folder);
    expect(classNames).toEqual(['bright', 'dark']);
    expect(notes.slice(0, 3)).toEqual([
      '1 file besides the pictures in class folders: not read',
      'Empty folders are no classes: "empty"',
      'Folders whose names begin with a dot are not read: "..x"',
    ]);
  });

  test('take no plots of runs and experiments that lie among them, and say so', async () => {
    const files: Record<string, Uint8Array | string> = { ...(await darkAndBright()) };
    const plain = await load(await folderOf(files));
    for (const path of ['runs/a/run.json', 'runs/b/plan.json', 'runs/b/member-1/run.json', 'dark.json'])
      files[path] = '{}';
    files['experiments/c/experiment.json'] = '{}';
    for (const path of ['runs/a/plots', 'runs/b/member-1/plots', 'experiments/c/figures/d/e/f'])
      files[`${path}/accuracy.png`] = await flat(1);
    const { classNames, train, test: tested, notes } = await load(await folderOf(files));
    expect({ classNames, train, test: tested }).toEqual({
      classNames: ['bright', 'dark'],
      train: plain.train,
      test: plain.test,
    });
    expect(notes.slice(0, 2)).toEqual([
      '1 file besides the pictures in class folders: not read',
      'Folders of runs are not read: "experiments/c" and 2 more',
    ]);
    expect(notes.slice(2)).toEqual(plain.notes);
    // A folder that is named itself is read, whatever lies in it.
    const within = { ...(await darkAndBright()), 'run.json': '{}' };
    expect((await load(await folderOf(within))).classNames).toEqual(['bright', 'dark']);
  });

  test('take nothing through a link to a folder that it lies in, and say so', async () => {
    const folder = await folderOf(await darkAndBright());
    await symlink('..', join(folder, 'dark', 'up'));
    await symlink('.', join(folder, 'bright', 'itself'));
    // A link to another folder is a class like others.
    await symlink('dark', join(folder, 'linked'));
    const { train, test: tested, classNames, notes } = await load(folder);
    expect(train.count + tested.count).toBe(12);
    expect(classNames).toEqual(['bright', 'dark', 'linked']);
    expect(notes[0]).toBe('Links to a folder that they lie in are not followed: "bright/itself" and 2 more');
  });

  test.each<[string, () => Promise<Record<string, Uint8Array | string>>, RegExp]>([
    [
      'no class',
      async () => ({ 'a.png': await flat(1), 'b.png': await flat(2) }),
      /holds pictures, but no folders of classes: put the pictures/,
    ],
    [
      'no class below train',
      async () => ({ 'train/a.png': await flat(1), 'test/b.png': await flat(2) }),
      /train holds pictures, but no folders of classes/,
    ],
    [
      'no train',
      async () => ({ 'test/a/1.png': await flat(1), 'val/a/1.png': await flat(2) }),
      /has no train folder beside test, val$/,
    ],
    [
      'a part beside the classes that it has',
      async () => ({ ...(await darkAndBright()), 'test/dark/1.png': await flat(1) }),
      /has "test" beside folders of the same classes: put those into a train folder$/,
    ],
    [
      'one class',
      async () => ({ 'a/1.png': await flat(1), 'a/2.png': await flat(2) }),
      /holds one class folder, "a"; a data set has at least 2 classes$/,
    ],
    [
      'a class of one picture',
      async () => ({ ...(await darkAndBright()), 'c/1.png': await flat(1) }),
      /fewer than 2 readable pictures of a class: "c" \(1\)$/,
    ],
    [
      'broken pictures alone',
      async () => ({ 'a/1.png': 'x', 'a/2.png': 'y', 'b/1.png': 'z' }),
      /is damaged: none of its 3 pictures can be read: a\/1\.png \(.*\), a\/2\.png, b\/1\.png$/,
    ],
  ])('are refused in one line where there is %s', async (_, files, message) => {
    const error = await load(await folderOf(await files())).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'DatasetError', message: expect.stringMatching(message) });
    expect(error).toMatchObject({ message: expect.not.stringContaining('\n') });
  });

  test('that would be too large say so before they are decoded', async () => {
    await expect(load(await folderOf(await darkAndBright()), { maxBytes: 100 })).rejects.toThrow(
      /holds 8 pictures, which are 128 bytes as 4x4x1; at most 100 are read: choose a smaller size, or fewer pictures/,
    );
  });

  test.each([2, 4, 5])('are gray or have colours: %i channels are refused', async (channels) => {
    await expect(load(await folderOf(await darkAndBright()), { channels })).rejects.toThrow(
      `holds pictures, which become images of 1 channel (gray) or 3 (colours); ${channels} are asked for`,
    );
  });

  test('are read from the cache until a picture changes, and then only that content counts', async () => {
    const folder = await folderOf(await darkAndBright());
    const cacheFolder = await temporaryFolder();
    const tasks: string[] = [];
    const again = async (): Promise<Dataset> => {
      tasks.length = 0;
      return load(folder, { cacheFolder, onRead: ({ task }) => tasks.push(task) });
    };
    const first = await again();
    expect(new Set(tasks)).toEqual(new Set(['Looking at pictures', 'Decoding pictures']));
    expect(await again()).toEqual(first);
    expect(tasks).toEqual([]);
    // Another time, the same content: looked at, not decoded.
    await utimes(join(folder, 'dark/0.png'), 1, 1);
    expect(await again()).toEqual(first);
    expect(new Set(tasks)).toEqual(new Set(['Looking at pictures']));
    await writeFile(join(folder, 'dark/0.png'), await flat(77));
    const changed = await again();
    expect([...changed.train.images, ...changed.test.images]).toContain(77);
    await rm(join(folder, 'dark/0.png'));
    const fewer = await again();
    expect(fewer.train.count + fewer.test.count).toBe(7);
  });

  test('stop with the reason of an aborted signal', async () => {
    const reason = new Error('no longer wanted');
    const stop = new AbortController();
    const folder = await folderOf(await darkAndBright());
    await expect(load(folder, { signal: stop.signal, onRead: () => stop.abort(reason) })).rejects.toBe(
      reason,
    );
  });
});

test('listPictures finds pictures by name, and says in words what it leaves out or that there is no folder', async () => {
  const folder = await folderOf({
    'a/1.png': '',
    'a/notes.txt': '',
    '.hidden/2.png': '',
    'b/c/d/e/f/3.png': '',
  });
  await symlink(folder, join(folder, 'a/self'));
  expect(await listPictures(folder)).toEqual({
    paths: ['a/1.png'],
    notes: [
      'Folders this deep are not read: "b/c/d/e/f"',
      'Links to a folder that they lie in are not followed: "a/self"',
    ],
  });
  await expect(listPictures(join(folder, 'nothing'))).rejects.toThrow(/nothing is not there$/);
});

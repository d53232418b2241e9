import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { givenFile, givenFolder } from '../../test/given.ts';
import { elements, npyFile } from '../../test/npy.ts';
import { zipFile } from '../../test/zip.ts';
import { decodeNpy } from './npy.ts';
import { readGiven } from '../../test/read-given.ts';

function npy(descr: string, shape: readonly number[], values: readonly number[]): Uint8Array<ArrayBuffer> {
  return npyFile({ descr, shape, data: elements(descr, values) });
}

const images = npy('|u1', [4, 1, 2], [0, 9, 255, 7, 3, 8, 250, 1]);
const labels = npy('|u1', [4], [0, 1, 0, 1]);
const twoImages = npy('|u1', [2, 1, 2], [1, 2, 3, 4]);
const twoLabels = npy('|u1', [2], [1, 0]);

describe('NPZ and NPY files', () => {
  test.each([
    ['Keras', ['x_train', 'y_train', 'x_test', 'y_test']],
    ['MedMNIST', ['train_images', 'train_labels', 'test_images', 'test_labels']],
    ['capitals in the middle', ['trainX', 'trainY', 'testX', 'testY']],
    ['capital letters', ['X_train', 'Y_train', 'X_test', 'Y_test']],
  ])('are read by the names of %s', async (_, [a, b, c, d]) => {
    const arrays = {
      [`${a}.npy`]: images,
      [`${b}.npy`]: labels,
      [`${c}.npy`]: twoImages,
      [`${d}.npy`]: twoLabels,
    };
    for (const deflate of [false, true]) {
      const given = givenFile({ 'some.npz': zipFile(arrays, { deflate }) }, 'some.npz');
      const { train, test: tested, classNames, source } = await readGiven(given, {});
      expect(train).toEqual({
        images: Uint8Array.of(0, 9, 255, 7, 3, 8, 250, 1),
        labels: Uint8Array.of(0, 1, 0, 1),
        count: 4,
        height: 1,
        width: 2,
        channels: 1,
      });
      expect(tested).toMatchObject({ count: 2, labels: Uint8Array.of(1, 0) });
      expect(classNames).toEqual(['0', '1']);
      expect(source).toMatchObject({ kind: 'read', format: 'NPZ and NPY' });
    }
  });

  test('a validation part is one', async () => {
    const arrays = {
      'train_images.npy': images,
      'train_labels.npy': npy('<i8', [4, 1], [0, 1, 0, 1]),
      'val_images.npy': twoImages,
      'val_labels.npy': npy('>i4', [2, 1], [1, 0]),
      'test_images.npy': twoImages,
      'test_labels.npy': npy('<f4', [2, 1], [0, 1]),
    };
    const dataset = await readGiven(givenFile({ 'a.npz': zipFile(arrays) }, 'a.npz'), {});
    expect(dataset.validation).toMatchObject({ count: 2, labels: Int32Array.of(1, 0) });
    expect(dataset.test.labels).toEqual(Int32Array.of(0, 1));
  });

  test('several files in a folder are one data set', async () => {
    const files = {
      'kmnist-train-imgs.npz': zipFile({ 'arr_0.npy': images }),
      'kmnist-train-labels.npz': zipFile({ 'arr_0.npy': labels }),
      'kmnist-test-imgs.npz': zipFile({ 'arr_0.npy': twoImages }),
      'kmnist-test-labels.npz': zipFile({ 'arr_0.npy': twoLabels }),
      'kmnist_classmap.csv': 'index,codepoint,char\n0,U+304A,お\n1,U+304D,き\n',
    };
    const { test: tested, classNames } = await readGiven(givenFolder(files), {});
    expect(tested.count).toBe(2);
    expect(classNames).toEqual(['お', 'き']);
    const loose = await readGiven(givenFolder({ 'X.npy': images, 'y.npy': labels }), {});
    expect([loose.train.count, loose.test.count]).toEqual([2, 2]);
  });

  test('channels that come first are moved last, and a row of pixels is a square', async () => {
    const first = npy(
      '|u1',
      [2, 3, 1, 5],
      Array.from({ length: 30 }, (_, at) => at),
    );
    const rows = npy(
      '|u1',
      [2, 12],
      Array.from({ length: 24 }, (_, at) => at),
    );
    const read = (x: Uint8Array): ReturnType<typeof readGiven> =>
      readGiven(
        givenFolder({
          'x.npy': x,
          'y.npy': npy('|u1', [2], [0, 0]),
          'x_test.npy': x,
          'y_test.npy': npy('|u1', [2], [1, 1]),
        }),
        {},
      );
    const { train, notes } = await read(first);
    expect(train).toMatchObject({ height: 1, width: 5, channels: 3 });
    expect(Array.from(train.images.subarray(0, 6))).toEqual([0, 5, 10, 1, 6, 11]);
    expect(notes).toContain('Images have their channels first: they are moved last');
    expect((await read(rows)).train).toMatchObject({ height: 2, width: 2, channels: 3 });
  });

  test('fractions k/255 become bytes in every part, also where one has only 0 and 1', async () => {
    const fractions = npy('<f4', [4, 1, 2], [0, 1, 3 / 255, 254 / 255, 0.5019, 1, 0, 0]);
    const given = givenFolder({
      'x_train.npy': fractions,
      'y_train.npy': labels,
      'x_test.npy': npy('<f8', [2, 1, 2], [0, 1, 1, 0]),
      'y_test.npy': twoLabels,
    });
    const { train, test: tested, notes } = await readGiven(given, {});
    expect(Array.from(train.images)).toEqual([0, 255, 3, 254, 128, 255, 0, 0]);
    expect(Array.from(tested.images)).toEqual([0, 255, 255, 0]);
    expect(notes).toEqual(['Pixels are fractions from 0 to 1: they became 0 to 255']);
  });

  test('pixels of another scale are asked about', async () => {
    const scaled = async (highest: number): Promise<readonly string[]> => {
      const data = Uint8Array.from({ length: 16 }, (_, at) => (at % 4 === 0 ? highest : 0));
      const dim = npyFile({ descr: '|u1', shape: [4, 2, 2], data });
      const pairs = npyFile({ descr: '|u1', shape: [4], data: Uint8Array.of(0, 1, 0, 1) });
      return (await readGiven(givenFolder({ 'images.npy': dim, 'labels.npy': pairs }), {})).notes;
    };
    expect(await scaled(16)).toContain('No pixel is above 16, of 255: is that their scale?');
    expect((await scaled(255)).join()).not.toContain('No pixel');
  });

  test('floats that are whole bytes stay them, and images of 0 and 1 are stretched', async () => {
    const read = async (x: Uint8Array): Promise<number[]> => {
      const given = givenFolder({ 'x.npy': x, 'y.npy': labels, 'x_test.npy': x, 'y_test.npy': labels });
      return Array.from((await readGiven(given, {})).train.images);
    };
    expect(await read(npy('>f8', [4, 1, 2], [0, 255, 7.0004, 1, 2, 3, 4, 5]))).toEqual([
      0, 255, 7, 1, 2, 3, 4, 5,
    ]);
    expect(await read(npy('|b1', [4, 1, 2], [0, 1, 1, 0, 0, 0, 1, 1]))).toEqual([
      0, 255, 255, 0, 0, 0, 255, 255,
    ]);
  });

  test.each([
    [
      'pixels below 0',
      npy('|i1', [1, 1, 1], [-1]),
      'holds the value -1 at index 0; pixels are 0 to 255, or k/255 from 0 to 1',
    ],
    [
      'pixels above 255',
      npy('<i8', [1, 1, 2], [3, 256]),
      'holds the value 256 at index 1; pixels are 0 to 255, or k/255 from 0 to 1',
    ],
    ['pixels around 0', npy('<f4', [1, 1, 1], [-0.5]), 'holds the value -0.5 at index 0'],
    ['fractions that are no k/255', npy('<f8', [1, 1, 1], [0.00196]), 'holds the value 0.00196 at index 0'],
    ['NaN', npy('<f8', [1, 1, 1], [Number.NaN]), 'holds the value NaN at index 0'],
    ['fractions after bytes', npy('<f4', [1, 1, 2], [7, 0.5]), 'holds the value 0.5 at index 1'],
    [
      'volumes',
      npy('|u1', [1, 5, 5, 5], Array<number>(125).fill(0)),
      'an array of shape [1, 5, 5, 5]; images are [count, height, width]',
    ],
    ['no pixels', npy('|u1', [0, 28, 28], []), 'holds no pixels (shape [0, 28, 28])'],
    [
      'objects',
      npyFile({ descr: '|O8', shape: [1], data: new Uint8Array(8) }),
      'holds elements of type "|O8"',
    ],
    [
      'a file that is cut short',
      images.subarray(0, 130),
      'is damaged: truncated at byte 130: found 130 bytes, expected 136',
    ],
    ['bytes after the end', Uint8Array.of(...images, 1), 'is damaged: bytes after the end at byte 136'],
    [
      'something else',
      new TextEncoder().encode('<html>'),
      'is damaged: not an NPY array at byte 0: found 60, expected 147',
    ],
    [
      'an exabyte',
      npyFile({ descr: '<f8', shape: [2 ** 40, 2 ** 20], data: new Uint8Array(8) }),
      'at most 1073741824 bytes',
    ],
  ])('are refused in one line: %s', async (_, x, message) => {
    await expect(readGiven(givenFolder({ 'x.npy': x, 'y.npy': labels }), {})).rejects.toMatchObject({
      name: 'DatasetError',
      message: expect.stringContaining(message),
    });
  });

  test('a damaged member of an archive is named', async () => {
    const archive = zipFile({ 'x.npy': images, 'y.npy': labels });
    archive[60]! ^= 1;
    await expect(readGiven(givenFile({ 'a.npz': archive }, 'a.npz'), {})).rejects.toThrow(
      '/mine/a.npz (x.npy) is damaged: its content at byte 35 of the archive is not what its checksum says',
    );
    await expect(readGiven(givenFile({ 'a.npz': archive.subarray(0, 200) }, 'a.npz'), {})).rejects.toThrow(
      '/mine/a.npz is damaged: not a whole ZIP archive at byte 200: it has no directory at its end',
    );
  });

  test('arrays whose names say nothing are named where others are read', async () => {
    const arrays = zipFile({ 'arr_0.npy': images, 'arr_1.npy': labels, 'arr_2.npy': twoImages });
    const { notes } = await readGiven(givenFile({ 'a.npz': arrays }, 'a.npz'), {});
    expect(notes[0]).toBe('Arrays whose names don’t say what they are: not used: arr_2');
  });

  test.each([
    ['numbers in one file, whatever its name', { 'data.npz': { arr_0: images, arr_1: labels } }],
    [
      'parts in a file of images and one of labels',
      {
        'images.npz': { train: images, test: twoImages },
        'labels.npz': { train: labels, test: twoLabels },
      },
    ],
    ['one name, and the file’s for the other', { 'images.npz': { faces: images, labels } }],
  ])('arrays are told by %s', async (_, files) => {
    const packed = Object.entries(files).map(([file, arrays]) => {
      const members = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, array]);
      return [file, zipFile(Object.fromEntries(members))];
    });
    const { train, test: tested } = await readGiven(givenFolder(Object.fromEntries(packed)), {});
    expect(train.count + tested.count).toBe('labels.npz' in files ? 6 : 4);
    expect(train.images.subarray(0, 2)).toEqual(Uint8Array.of(0, 9));
  });

  test('several arrays whose names say nothing are not told by their file’s name', async () => {
    const arrays = zipFile({ 'arr_0.npy': images, 'arr_1.npy': labels, 'arr_2.npy': twoImages });
    const { notes } = await readGiven(givenFile({ 'data.npz': arrays }, 'data.npz'), {});
    expect(notes[0]).toBe('Arrays whose names don’t say what they are: not used: arr_2');
    const unknown = zipFile({ 'foo.npy': images, 'bar.npy': labels });
    await expect(readGiven(givenFile({ 'data.npz': unknown }, 'data.npz'), {})).rejects.toThrow(
      '/mine/data.npz has no training images that are known by their names (arrays: foo, bar)',
    );
  });

  test('arrays whose names say nothing, and labels for several classes at once, are refused', async () => {
    const unknown = zipFile({ 'foo.npy': images, 'bar.npy': labels });
    await expect(readGiven(givenFile({ 'a.npz': unknown }, 'a.npz'), {})).rejects.toThrow(
      '/mine/a.npz has no training images that are known by their names (arrays: foo, bar)',
    );
    const many = givenFolder({ 'x.npy': twoImages, 'y.npy': npy('|u1', [2, 3], [1, 1, 0, 0, 0, 1]) });
    await expect(readGiven(many, {})).rejects.toThrow(
      '/mine/y.npy holds an array of shape [2, 3]; labels are',
    );
  });
});

describe('decodeNpy', () => {
  const types = fc.constantFrom(
    '|u1',
    '|i1',
    '<u2',
    '>u2',
    '<i2',
    '>i2',
    '<u4',
    '>u4',
    '<i4',
    '>i4',
    '<i8',
    '>i8',
    '<u8',
    '>u8',
    '<f4',
    '>f4',
    '<f8',
    '>f8',
  );

  test('gives back what was written: any type, order and version', () => {
    fc.assert(
      fc.property(
        types,
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.constantFrom(1, 2, 3),
        fc.nat(),
        (descr, shape, fortran, version, seed) => {
          const count = shape.reduce((product, size) => product * size, 1);
          const values = Array.from({ length: count }, (_, at) => (seed + 13 * at) % 128);
          const stored = fortran ? values.map((_, at) => values[positionInC(at, shape)]!) : values;
          const file = npyFile({
            descr,
            shape,
            data: elements(descr, stored),
            fortran,
            version,
          });
          const array = decodeNpy(file, 'a.npy', 2 ** 20);
          expect(array.shape).toEqual(shape);
          expect(Array.from({ length: array.count }, (_, at) => array.at(at))).toEqual(values);
        },
      ),
    );
  });

  // numpy.save(f, numpy.asfortranarray([[1, 2], [3, 4]], dtype='>u2')) of NumPy 1.24.
  test('reads what NumPy wrote', () => {
    const file = Buffer.from(
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPnUyJywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQADAAIABA==',
      'base64',
    );
    const { at, shape } = decodeNpy(new Uint8Array(file), 'a.npy', 100);
    expect(shape).toEqual([2, 2]);
    expect([0, 1, 2, 3].map(at)).toEqual([1, 2, 3, 4]);
  });
});

/** The index in C order of an element's position in Fortran order. */
function positionInC(position: number, shape: readonly number[]): number {
  let rest = position;
  const indices = shape.map((size) => {
    const index = rest % size;
    rest = Math.floor(rest / size);
    return index;
  });
  return indices.reduce((at, index, axis) => at * shape[axis]! + index, 0);
}

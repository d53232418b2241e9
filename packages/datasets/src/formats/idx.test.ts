import { gzipSync } from 'node:zlib';
import { encodeIdx, type IdxArray } from '@atelier/idx';
import { describe, expect, test } from 'vitest';
import { givenFile, givenFolder } from '../../test/given.ts';
import { readGiven } from '../../test/read-given.ts';

/** Images of 2 x 3, each pixel another value. */
function images(count: number): Uint8Array {
  return encodeIdx({
    dtype: 'u8',
    shape: [count, 2, 3],
    data: Uint8Array.from({ length: count * 6 }, (_, at) => at),
  });
}

function labels(...values: number[]): Uint8Array {
  return encodeIdx({ dtype: 'u8', shape: [values.length], data: Uint8Array.from(values) });
}

function both(
  prefix: string,
  kinds = ['images-idx3-ubyte', 'labels-idx1-ubyte'],
): Record<string, Uint8Array> {
  return {
    [`${prefix}train-${kinds[0]}`]: images(4),
    [`${prefix}train-${kinds[1]}`]: labels(0, 1, 0, 1),
    [`${prefix}test-${kinds[0]}`]: images(2),
    [`${prefix}test-${kinds[1]}`]: labels(1, 0),
  };
}

describe('IDX files', () => {
  test.each([
    ['MNIST with test in place of t10k', both('')],
    ['a prefix', both('kmnist-')],
    ['dots', both('', ['images.idx3-ubyte', 'labels.idx1-ubyte'])],
    ['no ranks', both('my_', ['images.idx', 'labels.idx'])],
    [
      'parts behind what they are',
      {
        'images-train-idx3-ubyte': images(4),
        'images-test-idx3-ubyte': images(2),
        'labels-train-idx1-ubyte': labels(0, 1, 0, 1),
        'labels-test-idx1-ubyte': labels(1, 0),
      },
    ],
  ])('are found under the names of %s', async (_, files) => {
    const { train, test: tested, classNames, source, notes } = await readGiven(givenFolder(files), {});
    expect(train).toMatchObject({ count: 4, height: 2, width: 3, channels: 1 });
    expect(tested.labels).toEqual(Uint8Array.of(1, 0));
    expect(classNames).toEqual(['0', '1']);
    expect(source).toEqual({ kind: 'read', location: '/mine', format: 'IDX' });
    expect(notes).toEqual([]);
  });

  test('are read compressed, also where the plain file lies beside', async () => {
    const files = both('');
    const packed = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]),
    );
    const { train } = await readGiven(givenFolder({ ...files, ...packed }), {});
    expect(train.count).toBe(4);
  });

  test('of which several are the same part are refused, and one that is given by itself is read', async () => {
    const old = 'emnist-letters-train-images-idx3-ubyte.old';
    const files = { ...both('emnist-letters-'), [old]: images(3) };
    await expect(readGiven(givenFolder(files), {})).rejects.toMatchObject({
      code: 'unknown-format',
      message: `/mine holds several IDX files of train images: name one, or leave one of emnist-letters-train-images-idx3-ubyte, ${old}`,
    });
    const chosen = await readGiven(givenFile(files, 'emnist-letters-train-images-idx3-ubyte'), {});
    expect(chosen.train.count).toBe(4);
    // Two spellings of one name are one file.
    const spelled = { ...both(''), 'train-images.idx3-ubyte': images(4) };
    expect((await readGiven(givenFolder(spelled), {})).train.count).toBe(4);
  });

  test('QMNIST’s labels are the first of eight columns, of 32 bits', async () => {
    const columns: IdxArray = {
      dtype: 'i32',
      shape: [2, 8],
      data: Int32Array.of(7, 0, 0, 1, 2, 3, 4, 5, 4, 9, 9, 9, 9, 9, 9, 9),
    };
    const files = {
      'qmnist-train-images-idx3-ubyte': images(4),
      'qmnist-train-labels-idx2-int': encodeIdx({
        dtype: 'i32',
        shape: [4, 8],
        data: Int32Array.from({ length: 32 }, (_, at) => (at % 8 === 0 ? [4, 7, 7, 4][at / 8]! : 99)),
      }),
      'qmnist-test-images-idx3-ubyte': images(2),
      'qmnist-test-labels-idx2-int.gz': gzipSync(encodeIdx(columns)),
    };
    const { classNames, train, test: tested } = await readGiven(givenFolder(files), {});
    expect(classNames).toEqual(['4', '7']);
    expect(train.labels).toEqual(Uint8Array.of(0, 1, 1, 0));
    expect(tested.labels).toEqual(Uint8Array.of(1, 0));
  });

  test('EMNIST’s images are turned upright, labels begin at 0, and its mapping names them', async () => {
    const files = {
      'emnist-letters-train-images-idx3-ubyte': images(2),
      'emnist-letters-train-labels-idx1-ubyte': labels(1, 2),
      'emnist-letters-test-images-idx3-ubyte': images(1),
      'emnist-letters-test-labels-idx1-ubyte': labels(2),
      'emnist-letters-mapping.txt': '1 65 97\n2 66 98\n3 67 99\n',
    };
    const { train, classNames, notes } = await readGiven(givenFolder(files), {});
    expect(classNames).toEqual(['A', 'B']);
    expect(train).toMatchObject({ height: 3, width: 2, labels: Uint8Array.of(0, 1) });
    // Row by row, what was column by column.
    expect(Array.from(train.images.subarray(0, 6))).toEqual([0, 3, 1, 4, 2, 5]);
    expect(notes).toEqual([
      'EMNIST’s files hold transposed images: they are turned upright',
      'Labels are 1 to 2: they became 0 to 1',
      'No test images of "A"',
    ]);
  });

  test('of several sets in a folder one is chosen by one of its files', async () => {
    const files = { ...both('emnist-digits-'), ...both('emnist-mnist-') };
    await expect(readGiven(givenFolder(files), {})).rejects.toMatchObject({
      code: 'unknown-format',
      message:
        '/mine holds several data sets ("emnist-digits", "emnist-mnist"): name one of its files, such as emnist-digits-test-images-idx3-ubyte',
    });
    const one = await readGiven(givenFile(files, 'emnist-mnist-train-labels-idx1-ubyte'), {});
    expect(one.train.count).toBe(4);
  });

  test('for training alone, a stratified part is kept for testing, the same each time', async () => {
    const files = {
      'train-images-idx3-ubyte': images(25),
      'train-labels-idx1-ubyte': labels(...Array.from({ length: 25 }, (_, at) => (at < 20 ? 0 : 1))),
    };
    const read = await readGiven(givenFolder(files), {});
    expect(read.notes).toEqual([
      'There is no test part: 5 of 25 images, 20% of each class and at least 1, are kept for testing and not trained on',
    ]);
    expect(Array.from(read.test.labels)).toEqual([0, 0, 0, 0, 1]);
    const first = (data: typeof read.train): number[] =>
      Array.from(data.images).filter((_, at) => at % 6 === 0);
    expect([...first(read.train), ...first(read.test)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 25 }, (_, at) => 6 * at),
    );
    for (const part of [read.train, read.test]) {
      const own = first(part);
      expect(own).toEqual(own.toSorted((x, y) => x - y));
      expect(Array.from(part.labels)).toEqual(own.map((pixel) => (pixel < 6 * 20 ? 0 : 1)));
    }
    expect(await readGiven(givenFolder(files), {})).toEqual(read);
  });

  test.each([
    [
      'labels alone',
      { 'train-labels-idx1-ubyte': labels(0, 1) },
      '/mine/train-labels-idx1-ubyte is without its images',
    ],
    [
      'test files alone',
      { 'test-images-idx3-ubyte': images(1), 'test-labels-idx1-ubyte': labels(0) },
      '/mine has no training images (only test-images-idx3-ubyte, test-labels-idx1-ubyte)',
    ],
    [
      'a file that is cut short',
      { ...both(''), 'test-images-idx3-ubyte': images(2).subarray(0, 20) },
      '/mine/test-images-idx3-ubyte is damaged: truncated at byte 20: found 20 bytes, expected 28 bytes',
    ],
    [
      'one class',
      { ...both(''), 'train-labels-idx1-ubyte': labels(1, 1, 1, 1), 'test-labels-idx1-ubyte': labels(1, 1) },
      '/mine holds one class, "1"; a data set has at least 2',
    ],
    [
      'test images of another size',
      {
        ...both(''),
        'test-images-idx3-ubyte': encodeIdx({ dtype: 'u8', shape: [2, 1, 1], data: new Uint8Array(2) }),
      },
      '/mine holds images of 2x3x1 to train on, but also of 1x1x1',
    ],
  ])('are refused in one line: %s', async (_, files, message) => {
    await expect(readGiven(givenFolder(files), {})).rejects.toMatchObject({ name: 'DatasetError', message });
  });

  test('are not read in another size than theirs', async () => {
    await expect(readGiven(givenFolder(both('')), { size: [28, 28] })).rejects.toThrow(
      '/mine holds images of 2x3x1; only folders of pictures are read in another size',
    );
    expect((await readGiven(givenFolder(both('')), { size: [2, 3], channels: 1 })).train.count).toBe(4);
  });

  test('nothing that is data is said so, in one line', async () => {
    await expect(readGiven(givenFolder({ 'notes.txt': 'hello' }), {})).rejects.toMatchObject({
      code: 'unknown-format',
      message: expect.stringMatching(/^\/mine holds no data that are recognised \(IDX.*\)$/),
    });
  });
});

import { expect, test } from 'vitest';
import { givenFolder } from '../../test/given.ts';
import { readGiven } from '../../test/read-given.ts';

/** Records of these labels; red is 1, green 2 and blue 3, plus the label. */
function records(...labels: (readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    labels.flatMap((own) => [
      ...own,
      ...[1, 2, 3].flatMap((colour) => Array<number>(1024).fill(colour + own.at(-1)!)),
    ]),
  );
}

test('CIFAR-10: batches in order, planes of colour as channels, names from the meta file', async () => {
  const {
    train,
    test: tested,
    classNames,
    notes,
  } = await readGiven(
    givenFolder({
      'data_batch_1.bin': records([0], [1]),
      'data_batch_2.bin': records([1]),
      'test_batch.bin': records([0]),
      'batches.meta.txt': 'airplane\nautomobile\n\n',
    }),
    {},
  );
  expect(train).toMatchObject({
    count: 3,
    height: 32,
    width: 32,
    channels: 3,
    labels: Uint8Array.of(0, 1, 1),
  });
  expect(Array.from(train.images.subarray(3072, 3078))).toEqual([2, 3, 4, 2, 3, 4]);
  expect(tested.count).toBe(1);
  expect(classNames).toEqual(['airplane', 'automobile']);
  expect(notes).toEqual(['No test images of "automobile"']);
});

test('CIFAR-100: the fine labels, and it is said', async () => {
  const { train, classNames, notes } = await readGiven(
    givenFolder({
      'train.bin': records([9, 0], [9, 1]),
      'test.bin': records([9, 1]),
      'fine_label_names.txt': 'apple\nbear\n',
      'coarse_label_names.txt': 'fruit\n',
    }),
    {},
  );
  expect(train.labels).toEqual(Uint8Array.of(0, 1));
  expect(classNames).toEqual(['apple', 'bear']);
  expect(notes).toEqual([
    'Classes are the 100 fine ones of CIFAR-100; its 20 coarse ones are not read',
    'No test images of "apple"',
  ]);
});

test.each([
  [
    'cut short',
    { 'data_batch_1.bin': records([0], [1]).subarray(0, 6000) },
    '/mine/data_batch_1.bin is damaged: truncated at byte 6000: found 6000 bytes, expected records of 3073',
  ],
  [
    'empty',
    { 'data_batch_1.bin': new Uint8Array(0) },
    '/mine/data_batch_1.bin is damaged: truncated at byte 0: found 0 bytes, expected records of 3073',
  ],
  [
    'for testing alone',
    { 'test_batch.bin': records([0], [1]) },
    '/mine has no training images (only test_batch.bin)',
  ],
])('files that are %s are refused in one line', async (_, files, message) => {
  await expect(readGiven(givenFolder(files), {})).rejects.toMatchObject({ name: 'DatasetError', message });
});

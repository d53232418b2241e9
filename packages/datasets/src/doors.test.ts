import { expect, test } from 'vitest';
import {
  contentHash,
  contentHashes,
  fetchDataset,
  findDataset,
  loadDataset,
  loadDatasetFromFiles,
  loadDatasetFromUrls,
  listPictures,
  loadTestSet,
  measurePlacement,
  fitPicture,
  fold,
  split,
  take,
  toCategorical,
} from './index.ts';

/** What callers without types can pass: everything here is wrong in one place. */
const data = {
  images: new Uint8Array(12),
  labels: Uint8Array.of(0, 1, 0),
  count: 3,
  height: 2,
  width: 2,
  channels: 1,
};
const picture = { data: new Uint8Array(16), width: 2, height: 2 };

// oxlint-disable-next-line typescript/no-explicit-any -- as a caller without types
const wrong = (value: unknown): any => value;

test.each([
  [() => take(wrong(undefined), 1), 'The data of take is an object with images, labels, count'],
  [() => take({ ...data, images: wrong(new Float32Array(12)) }, 1), 'found Float32Array(12)'],
  [() => take({ ...data, labels: wrong(['cat', 'dog', 'cat']) }, 1), 'class indices; found Array(3)'],
  [() => take({ ...data, channels: wrong(true) }, 1), 'channels is a whole number, at least 1; found true'],
  [() => take(data, 1.5), 'count is a whole number, at least 1; found 1.5'],
  [() => split(data, wrong('0.5'), { seed: 1 }), 'split needs a fraction'],
  [() => split(data, 0.4, wrong({ seed: 1, random_state: 1 })), 'no option random_state: here it is seed'],
  [() => split({ ...data, labels: Int32Array.of(0, -1, 0) }, 0.4, { seed: 1 }), 'found -1 at index 1'],
  [() => fold(data, wrong(null), { seed: 1 }), 'The fold takes its options as an object; found null'],
  [() => fold(data, wrong({ index: 0, fold: 3 }), { seed: 1 }), 'no option fold: did you mean folds?'],
  [() => toCategorical(wrong('012')), 'labels is an array of class indices; found "012"'],
  [() => toCategorical([0], 2 ** 40), 'at most 2147483648 fit an array'],
  [() => measurePlacement(data, wrong(undefined)), 'classes is a whole number, at least 1; found undefined'],
  [() => measurePlacement(data, 1), 'takes labels from 0 to 0; found 1 at index 1'],
  [() => measurePlacement(data, 2, wrong({ sed: 1 })), 'has no option sed: did you mean seed?'],
  [() => fitPicture(wrong(null), [2, 2, 1]), 'A picture is an object with data, width and height'],
  [() => fitPicture({ ...picture, data: wrong([]) }, [2, 2, 1]), 'Uint8Array; found Array(0)'],
  [() => fitPicture({ ...picture, width: wrong('2') }, [2, 2, 1]), "A picture's width is a whole number"],
  [() => fitPicture(picture, wrong([2, 2])), 'shape is [height, width, channels]; found Array(2)'],
  [() => fitPicture(picture, [2, 2 ** 60, 1]), 'width is a whole number, at least 1'],
])('%s', (call, message) => {
  expect(call).toThrow(message);
});

test('what is hashed is labelled images with names', async () => {
  await expect(contentHash(data, wrong([1, 2]))).rejects.toThrow('classNames is an array of texts');
  await expect(contentHash(wrong({ ...data, count: 4 }), ['a', 'b'])).rejects.toThrow('4 of 2x2x1');
  await expect(contentHashes(wrong(data))).rejects.toThrow('The data of contentHash is an object');
});

test.each([
  [() => loadDataset(wrong(5)), 'loadDataset takes the name of a data set, or a path; found 5'],
  [() => listPictures(wrong(5)), 'folder is a path; found 5'],
  [() => loadTestSet(wrong(5)), 'loadTestSet takes the name of a data set, or a path; found 5'],
  [() => loadTestSet('mnist', wrong({ parts: [] })), 'loadTestSet has no option parts'],
  [() => loadDataset('mnist', wrong('folder')), 'loadDataset takes its options as an object; found "folder"'],
  [() => loadDataset('mnist', { largestSide: 0 }), 'largestSide is a whole number, at least 1; found 0'],
  [() => loadDataset('mnist', wrong({ size: 28 })), 'size is an array of height and width; found 28'],
  [() => loadDataset('mnist', wrong({ size: [28] })), 'width of size is a whole number, at least 1'],
  [() => loadDataset('mnist', wrong({ size: [9, 9, 1] })), 'size is [height, width]; found Array(3)'],
  [() => loadDataset('mnist', { size: [28, 0] }), 'width of size is a whole number, at least 1; found 0'],
  [() => loadDataset('mnist', { channels: 1.5 }), 'channels is a whole number, at least 1; found 1.5'],
  [() => loadDataset('mnist', { maxBytes: -1 }), 'maxBytes is a whole number, at least 1; found -1'],
  [() => loadTestSet('mnist', wrong({ classNames: ['a', 1] })), 'classNames is an array of texts; found 1'],
  [() => loadDataset('mnist', wrong({ onRead: 5 })), 'onRead is a function; found 5'],
  [() => loadDatasetFromFiles([], wrong({ folder: '/' })), 'loadDatasetFromFiles has no option folder'],
  [() => loadDatasetFromFiles([], wrong({ class_names: [] })), 'here it is classNames'],
  [() => loadDatasetFromFiles([], { largestSide: 0.5 }), 'largestSide is a whole number'],
  [() => loadDataset('mnist', wrong({ cache_dir: '/' })), 'no option cache_dir: here it is cacheFolder'],
  [
    () => findDataset('mnist', wrong({ ofline: true })),
    'findDataset has no option ofline: did you mean offline?',
  ],
  [() => fetchDataset('mnist', wrong({ offline: 'no' })), 'offline is true or false; found "no"'],
  [() => fetchDataset('mnist', wrong({ onNotice: 5 })), 'onNotice is a function; found 5'],
  [() => fetchDataset('mnist', wrong({ cacheFolder: null })), 'cacheFolder is a path; found null'],
  [() => loadDatasetFromUrls(wrong(5)), 'urls is the address of a folder, or of each file; found 5'],
  [() => loadDatasetFromUrls(wrong({ trainImages: '/' })), 'urls.trainLabels is an address; found undefined'],
  [() => loadDatasetFromUrls('/', wrong({ classes: [] })), 'loadDatasetFromUrls has no option classes'],
  [
    () => loadDatasetFromUrls('/', wrong({ classNames: 'ab' })),
    'classNames is an array of texts; found "ab"',
  ],
  [() => loadDatasetFromUrls('/', { maxBytes: Number.NaN }), 'maxBytes is a whole number'],
  [
    () => loadDatasetFromUrls('/', wrong({ onFirst: () => {} })),
    'onFirst is an object with count and callback',
  ],
  [
    () => loadDatasetFromUrls('/', { onFirst: { count: 0, callback: () => {} } }),
    'count of onFirst is a whole number, at least 1; found 0',
  ],
])('%s', async (call, message) => {
  await expect(call()).rejects.toThrow(message);
});

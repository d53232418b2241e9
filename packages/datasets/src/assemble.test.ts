import type { IdxArray } from '@atelier/idx';
import { describe, expect, test } from 'vitest';
import { assemble } from './assemble.ts';
import type { DecodedFile } from './assemble.ts';
import { maxClasses } from './class-count.ts';
import { DatasetError } from './error.ts';
import { perFile } from './files.ts';
import type { FileKey, PerFile } from './files.ts';

function u8(...shape: number[]): IdxArray {
  const length = shape.reduce((product, size) => product * size, 1);
  return { dtype: 'u8', shape, data: Uint8Array.from({ length }, (_, i) => i) };
}

function filesOf(arrays: Partial<Record<FileKey, IdxArray>>): PerFile<DecodedFile> {
  const all = {
    trainImages: u8(3, 2, 2),
    trainLabels: u8(3),
    testImages: u8(2, 2, 2),
    testLabels: u8(2),
    ...arrays,
  };
  return perFile((key) => ({ location: `/data/${key}`, array: all[key] }));
}

describe('assemble', () => {
  test('makes samples of four arrays without copying them', () => {
    const files = filesOf({});
    const { train, test: tested } = assemble(files);
    expect(train).toEqual({
      images: Uint8Array.from({ length: 12 }, (_, i) => i),
      labels: Uint8Array.of(0, 1, 2),
      count: 3,
      height: 2,
      width: 2,
      channels: 1,
    });
    expect(train.images).toBe(files.trainImages.array.data);
    expect(train.labels).toBe(files.trainLabels.array.data);
    expect(tested.count).toBe(2);
  });

  test('takes any height, width and number of channels', () => {
    const { train } = assemble(filesOf({ trainImages: u8(3, 4, 5, 3), testImages: u8(2, 4, 5, 3) }));
    expect(train).toMatchObject({ count: 3, height: 4, width: 5, channels: 3 });
  });

  test.each([
    ['i8', { dtype: 'i8', shape: [3], data: Int8Array.of(0, 9, 1) }],
    ['i16', { dtype: 'i16', shape: [3], data: Int16Array.of(0, 9, 1) }],
    ['i32', { dtype: 'i32', shape: [3], data: Int32Array.of(0, 9, 1) }],
  ] as const)('takes %s labels as 32-bit integers', (_, trainLabels) => {
    const { train } = assemble(filesOf({ trainLabels }));
    expect(train.labels).toEqual(Int32Array.of(0, 9, 1));
  });

  test.each([
    ['a column', { dtype: 'u8', shape: [3, 1], data: Uint8Array.of(2, 0, 1) }],
    ['a row', { dtype: 'u8', shape: [1, 3], data: Uint8Array.of(2, 0, 1) }],
    ['more dimensions of 1', { dtype: 'u8', shape: [3, 1, 1], data: Uint8Array.of(2, 0, 1) }],
    ['one-hot rows', { dtype: 'i16', shape: [3, 3], data: Int16Array.of(0, 0, 1, 1, 0, 0, 0, 1, 0) }],
  ] as const)('takes labels in %s', (_, trainLabels) => {
    expect(Array.from(assemble(filesOf({ trainLabels })).train.labels)).toEqual([2, 0, 1]);
  });

  test('takes the first column of labels in the form of QMNIST, and only there', () => {
    const array = {
      dtype: 'i32',
      shape: [2, 8],
      data: Int32Array.from({ length: 16 }, (_, i) => i),
    } as const;
    const files = filesOf({});
    const named = (location: string): PerFile<DecodedFile> => ({ ...files, testLabels: { location, array } });
    expect(assemble(named('qmnist-test-labels-idx2-int')).test.labels).toEqual(Int32Array.of(0, 8));
    expect(() => assemble(named('labels'))).toThrow(/an array of shape \[2, 8\]/);
  });

  test.each([
    [
      'fewer labels than images',
      { trainLabels: u8(2) },
      '/data/trainLabels holds 2 labels, but /data/trainImages holds 3 images',
    ],
    [
      'more labels than images',
      { testLabels: u8(7) },
      '/data/testLabels holds 7 labels, but /data/testImages holds 2 images',
    ],
    [
      'test images of another size',
      { testImages: u8(2, 2, 3) },
      '/data/testImages holds images of 2 x 3 x 1, but /data/trainImages holds images of 2 x 2 x 1',
    ],
    [
      'pixels that are not bytes',
      { trainImages: { dtype: 'i32', shape: [3, 1, 1], data: new Int32Array(3) } as const },
      '/data/trainImages holds i32 elements; pixels are u8 (0 to 255)',
    ],
    [
      'images without a width',
      { trainImages: u8(3, 4) },
      '/data/trainImages holds an array of shape [3, 4]; images are [count, height, width] or [count, height, width, channels]',
    ],
    [
      'no images',
      { trainImages: u8(0, 2, 2), trainLabels: u8(0) },
      '/data/trainImages holds no pixels (shape [0, 2, 2])',
    ],
    [
      'images without height',
      { trainImages: u8(3, 0, 2) },
      '/data/trainImages holds no pixels (shape [3, 0, 2])',
    ],
    [
      'labels of two dimensions',
      { trainLabels: u8(3, 2) },
      '/data/trainLabels holds an array of shape [3, 2]; labels are [count], [count, 1] or one-hot rows',
    ],
    [
      'labels with fractions',
      { trainLabels: { dtype: 'f32', shape: [3], data: new Float32Array(3) } as const },
      '/data/trainLabels holds f32 elements; labels are whole numbers (u8, i8, i16 or i32)',
    ],
    [
      'labels with long fractions',
      { testLabels: { dtype: 'f64', shape: [2], data: new Float64Array(2) } as const },
      '/data/testLabels holds f64 elements; labels are whole numbers (u8, i8, i16 or i32)',
    ],
    [
      'a negative label',
      { trainLabels: { dtype: 'i16', shape: [3], data: Int16Array.of(0, -1, 0) } as const },
      '/data/trainLabels holds the label -1 at index 1; labels are 0 to 65535',
    ],
    [
      'a label that would make a million outputs',
      { testLabels: { dtype: 'i32', shape: [2], data: Int32Array.of(0, maxClasses) } as const },
      '/data/testLabels holds the label 65536 at index 1; labels are 0 to 65535',
    ],
  ])('refuses %s', (_, arrays, message) => {
    const assembling = (): unknown => assemble(filesOf(arrays));
    expect(assembling).toThrow(DatasetError);
    expect(assembling).toThrow(
      expect.objectContaining({ code: 'mismatched-files', message, location: message.split(' ')[0] }),
    );
  });
});

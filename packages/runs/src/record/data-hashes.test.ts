import { expect, test } from 'vitest';
import { differentPart } from './data-hashes.ts';

const now = { content: { train: 'a1', test: 'b2' }, files: { 'train-images-idx3-ubyte': 'c3' } };

test('data are the same when each part has the content that was recorded, whatever files it is in', () => {
  expect(differentPart({ train: 'a1', test: 'b2' }, { ...now, files: {} })).toBeUndefined();
  expect(differentPart({ train: 'a1', test: 'ff' }, now)).toEqual({
    part: 'test',
    recorded: 'ff',
    found: 'b2',
  });
});

test('what an earlier version recorded of files is compared with files', () => {
  expect(differentPart({ 'train-images-idx3-ubyte': 'c3' }, now)).toBeUndefined();
  expect(differentPart({ 'train-images-idx3-ubyte': 'ff' }, now)?.part).toBe('train-images-idx3-ubyte');
  expect(differentPart({ 'train-images-idx3-ubyte': 'c3' }, { ...now, files: {} })).toEqual({
    part: 'train-images-idx3-ubyte',
    recorded: 'c3',
    found: undefined,
  });
});

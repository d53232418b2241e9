import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { augmentation, count, hiddenUnits, schedule, seed, severalCount } from './option-types.ts';

test.each([
  ['5', 5],
  ['1e3', 1000],
  [' 5', 5],
  ['+5', 5],
])('a count is a number as people write it: %j', (text, value) => {
  expect(count(text)).toBe(value);
});

test.each([
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  '0x10',
  '1e999',
  'NaN',
  'Infinity',
  '5 6',
  '–5',
  '5e',
  '9007199254740993',
])('is no count: %j', (text) => {
  expect(() => count(text)).toThrow(InvalidArgumentError);
});

test.each(['-1', '1.5', '0x1', ''])('is no seed: %j', (text) => {
  expect(() => seed(text)).toThrow('a whole number from 0 to 2^53 - 1');
});

test.each(['1', '1001', '1e15'])('is no number of runs: %j', (text) => {
  expect(() => severalCount(text)).toThrow('a whole number from 2 to 1000');
});

test.each(['65537', '1e9', '1,,2', '0', '128,none', Array<string>(101).fill('1').join()])(
  'are no hidden layers: %j',
  (text) => {
    expect(() => hiddenUnits(text)).toThrow('at most 65536 in each of at most 100 layers');
  },
);

test('hidden layers are their units', () => {
  expect(hiddenUnits('none')).toEqual([]);
  expect(hiddenUnits('65536, 1')).toEqual([65_536, 1]);
});

test.each([
  'step,every=1=2',
  'step,every=1,every=2',
  'step,every',
  'step,__proto__=1',
  'step,every=0',
  'stepp',
])('is no schedule: %j', (text) => {
  expect(() => schedule(text)).toThrow(InvalidArgumentError);
});

test.each([
  'shift=9007199254740991',
  'shift=1,shift=2',
  'shift=1=2',
  'flip,flip',
  'flip=1',
  'constructor=1',
  'shift=',
  '',
])('is no augmentation: %j', (text) => {
  expect(() => augmentation(text)).toThrow(InvalidArgumentError);
});

test('settings are read by their names', () => {
  expect(schedule('step,every=10,factor=0.5')).toEqual({ name: 'step', every: 10, factor: 0.5 });
  expect(augmentation('shift=2,flip,erase=8')).toEqual({ shift: 2, flip: true, erase: 8 });
});

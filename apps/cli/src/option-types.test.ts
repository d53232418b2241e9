import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { count, oneOf, severalCount } from './option-types.ts';

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
])('is not a count: %j', (text) => {
  expect(() => count(text)).toThrow(InvalidArgumentError);
});

test.each(['1', '1001', '1e15'])('is not a number of runs: %j', (text) => {
  expect(() => severalCount(text)).toThrow('a whole number from 2 to 1000');
});

test('a name that is near is suggested', () => {
  expect(() => oneOf('optimizer', ['sgd', 'adam'], 'adm')).toThrow(
    new InvalidArgumentError('Unknown optimizer "adm"; there are sgd, adam. Did you mean adam?'),
  );
});

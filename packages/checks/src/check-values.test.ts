import { expect, test } from 'vitest';
import {
  checkArray,
  checkBoolean,
  checkCount,
  checkFunction,
  checkObject,
  checkSeed,
  checkText,
} from './index.ts';

test.each([
  ['an array', () => checkArray('runs', { length: 1 }, 'runs'), 'runs is an array of runs; found an object'],
  ['true or false', () => checkBoolean('shuffle', 'no'), 'shuffle is true or false; found "no"'],
  ['a text', () => checkText('name', 5), 'name is a text; found 5'],
  ['a path', () => checkText('folder', null, 'a path'), 'folder is a path; found null'],
  ['a function', () => checkFunction('save', 5), 'save is a function; found 5'],
  [
    'an object',
    () => checkObject('files', null, 'modelJson and weights'),
    'files is an object with modelJson and weights; found null',
  ],
])('what is not %s is refused', (_, check, message) => {
  expect(check).toThrow(new TypeError(message));
});

test.each([0, 1.5, Number.NaN, 2 ** 53, '3', 3n, null])('%s is no count', (value) => {
  expect(() => checkCount('epochs', value)).toThrow(/^epochs is a whole number, at least 1; found /);
});

test.each([-1, 1.5, Number.NaN, 2 ** 53, '3', 3n, null])('%s is no seed', (value) => {
  expect(() => checkSeed(value)).toThrow(/^seed is a whole number from 0 to 2\^53 - 1; found /);
});

test('right values pass', () => {
  expect(() => {
    checkArray('runs', [], 'runs');
    checkBoolean('shuffle', false);
    checkFunction('save', () => {});
    checkObject('files', {}, 'anything');
    checkCount('epochs', 1);
    checkSeed(2 ** 53 - 1);
    checkText('name', '');
  }).not.toThrow();
});

import { expect, test } from 'vitest';
import { listed } from './listed.ts';

test.each([
  [[], 2, ''],
  [['a'], 2, 'a'],
  [['a', 'b'], 2, 'a, b'],
  [['a', 'b', 'c', 'd', 'e', 'f'], 2, 'a, b and 4 more'],
  [['a', 'b'], 1, 'a and 1 more'],
])('%j, of which at most %d are named: %s', (texts, most, text) => {
  expect(listed(texts, most)).toBe(text);
});

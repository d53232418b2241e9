import { expect, test } from 'vitest';
import { formatNumber, formatPercent } from './format.ts';

test.each([
  [0.8731, '87.3%'],
  [1, '100%'],
  [0, '0%'],
  [0.99999, '>99.9%'],
  [0.9994, '99.9%'],
  [0.0001, '<0.1%'],
  [0.001, '0.1%'],
  [-0.004, '−0.4%'],
  [Number.NaN, '–'],
])('the share %f is %s', (share, text) => {
  expect(formatPercent(share)).toBe(text);
});

test.each([
  [0.001, '0.001'],
  [0.00001, '1e-5'],
  [0.36123456, '0.3612'],
  [-2.5, '−2.5'],
  [60_000, '60000'],
  [12_345_678, '1.23e7'],
  [Number.NaN, 'NaN'],
])('the number %f is %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

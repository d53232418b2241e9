import { expect, test } from 'vitest';
import { shortText } from './short-text.ts';

test.each([
  ['a short text', 'a short text'],
  ['of\n  several\r\nlines', 'of several lines'],
  ['\u001B[31mred\u0000', ' [31mred '],
  ['x'.repeat(200), 'x'.repeat(200)],
  ['x'.repeat(201), `${'x'.repeat(200)}…`],
])('%j', (text, short) => {
  expect(shortText(text)).toBe(short);
});

test('is cut where it is told to', () => {
  expect(shortText('abcdef', 3)).toBe('abc…');
});

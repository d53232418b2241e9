import { expect, test } from 'vitest';
import { oneLine } from './one-line.ts';

test.each([
  ['a\n  b\u001B[31mc\u0000', 'a b [31mc'],
  ['one\r\n  two\tthree', 'one two three'],
  ['\u001B]0;title\u0007', ']0;title'],
  ['two  spaces stay, as a path may have them', 'two  spaces stay, as a path may have them'],
])('%j is one line, without what a terminal takes for a command', (text, line) => {
  expect(oneLine(text)).toBe(line);
  expect(oneLine(new Error(text))).toBe(line);
});

test('what quotes at length is truncated', () => {
  expect(oneLine(new Error('x'.repeat(1e5)))).toBe(`${'x'.repeat(500)}…`);
  expect(oneLine(new Error('x'.repeat(500)))).toBe('x'.repeat(500));
  expect(oneLine('abcdef', 3)).toBe('abc…');
});

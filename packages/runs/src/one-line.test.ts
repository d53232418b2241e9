import { expect, test } from 'vitest';
import { oneLine } from './one-line.ts';

test('a message is one line, without what a terminal takes for a command', () => {
  expect(oneLine(new Error('a\n  b\u001B[31mc\u0000'))).toBe('a b [31mc');
  expect(oneLine('text')).toBe('text');
});

test('a message that quotes at length is cut', () => {
  expect(oneLine(new Error('x'.repeat(1e5)))).toBe(`${'x'.repeat(500)}…`);
  expect(oneLine(new Error('x'.repeat(500)))).toBe('x'.repeat(500));
});

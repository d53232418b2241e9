import { expect, test } from 'vitest';
import { parseJson } from './json.ts';

test('values come back as JSON.parse gives them', () => {
  const text = '{"a":[1,null,{"b":"x","constructor":[true]}],"":{}}';
  expect(parseJson(text)).toEqual(JSON.parse(text));
  expect(parseJson('null')).toBe(null);
  expect(parseJson('"x"')).toBe('x');
});

test('64 levels are read, and not one more', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  expect(() => parseJson(nested(65))).not.toThrow();
  expect(() => parseJson(nested(66))).toThrow('It is nested more than 64 levels deep');
  expect(() => parseJson(nested(1e5))).toThrow(SyntaxError);
});

test.each(['{"__proto__":1}', '[{"a":{"__proto__":{}}}]'])('a key __proto__ is refused: %s', (text) => {
  expect(() => parseJson(text)).toThrow('It has a key __proto__');
});

test('text that is not JSON is refused', () => {
  expect(() => parseJson('{')).toThrow(SyntaxError);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, columnsOf, cut, jsonText, nameText, padColumns } from './text.ts';

test.each([
  ['an escape sequence', 'a\u001B[31mb', 'a\uFFFD[31mb'],
  ['a title', '\u001B]0;owned\u0007x', '\uFFFD]0;owned\uFFFDx'],
  ['a control character of eight bits', 'a\u009B2Jb', 'a\uFFFD2Jb'],
  ['a carriage return, a backspace, a tab', 'a\rb\bc\td', 'a\uFFFDb\uFFFDc\uFFFDd'],
  ['writing from right to left', 'gpj.\u202Eexe', 'gpj.\uFFFDexe'],
  ['isolates', '\u2066a\u2069', '\uFFFDa\uFFFD'],
  ['half a surrogate pair', 'a\uD800b', 'a\uFFFDb'],
  ['what is invisible', 'a\u200Bb\uFEFFc\u{E0041}', 'a\uFFFDb\uFFFDc\uFFFD'],
  ['line separators', 'a\u2028b\u2029c', 'a\uFFFDb\uFFFDc'],
])('%s does not reach the terminal', (_, text, expected) => {
  expect(clean(text)).toBe(expected);
  expect(nameText(text)).toBe(expected);
});

test('names of every script stay as they are', () => {
  for (const name of ['Ankle boot', '靴子', 'Сапог', 'é', 'e\u0301', '👩‍👩‍👧', 'می‌خواهم', '▀█⣀⠤'])
    expect(clean(name)).toBe(name);
});

test('a name is one line; a text keeps its lines', () => {
  expect(nameText('a\nb')).toBe('a b');
  expect(clean('a\nb\n')).toBe('a\nb\n');
});

test('a long name ends in an ellipsis, and wide characters count twice', () => {
  expect(nameText('x'.repeat(5000))).toBe(`${'x'.repeat(39)}…`);
  expect(cut('靴子靴子', 8)).toBe('靴子靴子');
  expect(cut('靴子靴子', 7)).toBe('靴子靴…');
  expect(cut('靴子靴子', 6)).toBe('靴子…');
  expect(columnsOf(padColumns('靴子', 10))).toBe(10);
  expect(columnsOf('e\u0301')).toBe(1);
  expect(columnsOf('👩‍👩‍👧')).toBe(2);
  // A letter with thousands of accents takes one column, and much of the screen.
  expect(nameText(`e${'\u0301'.repeat(5000)}`).length).toBeLessThan(20);
});

test('whatever a text holds, it is clean, no wider than it may be, and JSON says the same as before', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.integer({ min: 1, max: 50 }),
      (text, most) => {
        expect(clean(text)).not.toMatch(unsafe);
        expect(columnsOf(nameText(text, most))).toBeLessThanOrEqual(most);
        const json = jsonText({ text });
        expect(json).not.toMatch(unsafe);
        expect(JSON.parse(json)).toEqual({ text });
      },
    ),
  );
});

/** Controls, and what else is known to be invisible or to turn the direction of writing. */
const unsafe = /[^\P{Cc}\n]|[\u00AD\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/u;

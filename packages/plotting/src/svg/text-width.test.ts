import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitText, textWidth, wrapText } from './text-width.ts';

describe('textWidth', () => {
  test.each([
    [400, 'Inter-Regular', 'HamburgefonstivXYZ 0123456789 T-shirt/top'],
    [600, 'Inter-SemiBold', 'HamburgefonstivXYZ 0123456789 Ankle boot!'],
  ] as const)('agrees with the shipped font at weight %i within 3%%', (weight, file, text) => {
    const image = new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="60"><text x="0" y="40" font-size="20" font-weight="${weight}" font-family="Inter">|${text}|</text></svg>`,
      {
        font: {
          fontFiles: [fileURLToPath(new URL(`../../fonts/${file}.ttf`, import.meta.url))],
          loadSystemFonts: false,
        },
      },
    );
    const drawn = image.innerBBox()?.width ?? 0;
    const measured = textWidth(`|${text}|`, 20, weight);
    expect(measured / drawn).toBeGreaterThan(0.99);
    expect(measured / drawn).toBeLessThan(1.03);
  });

  test('counts Chinese characters as a full em', () => {
    expect(textWidth('连衣裙', 12)).toBe(36);
  });
});

describe('fitText', () => {
  test('leaves text that fits and shortens what does not', () => {
    expect(fitText('Coat', 100, 12)).toBe('Coat');
    expect(fitText('a very long class name', 60, 12)).toBe('a very lo…');
  });

  test('never gives more than fits, unless not even one letter does', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.integer({ min: 30, max: 200 }),
        (text, room) => {
          expect(textWidth(fitText(text, room, 12), 12)).toBeLessThanOrEqual(room);
        },
      ),
    );
  });
});

describe('wrapText', () => {
  test('breaks at spaces and shortens what is past the last line', () => {
    expect(wrapText('one two three four', 50, 12)).toEqual(['one two', 'three', 'four']);
    expect(wrapText('one two three four', 50, 12, { lines: 2 })).toEqual(['one two', 'three f…']);
  });
});

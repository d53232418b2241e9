import { describe, expect, test } from 'vitest';
import { fashion, madeMatrix } from '../../test/made-up.ts';
import { parseSvg, placed } from '../../test/read-svg.ts';
import { confusionMatrix, renderSvg } from '../index.ts';

describe('a drawn confusion matrix', () => {
  test.each([
    [2, undefined],
    [10, undefined],
    [10, 372],
    [50, undefined],
  ])('of %i classes at width %s has every count in its cell', async (classes, width) => {
    const matrix = madeMatrix(classes, 500);
    const classNames = Array.from({ length: classes }, (_, index) => `class-${index}`);
    const root = parseSvg(await renderSvg(confusionMatrix({ classNames, matrix }), { width }));
    const counts = placed(root, 'text').filter(({ text }) => /^\d+$/.test(text));
    const [columns, rows] = [counts.map(({ x }) => x), counts.map(({ y }) => y)].map((list) =>
      [...new Set(list)].sort((a, b) => a - b),
    );
    const read = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
    for (const { x, y, text } of counts) {
      const row = read[rows?.indexOf(y) ?? -1];
      expect(row).toBeDefined();
      if (row !== undefined) row[columns?.indexOf(x) ?? -1] = Number(text);
    }
    expect(read).toEqual(matrix);
  });

  test('shades a cell by its share of the row', async () => {
    const root = parseSvg(
      await renderSvg(
        confusionMatrix({
          classNames: ['a', 'b'],
          matrix: [
            [75, 25],
            [10, 90],
          ],
        }),
      ),
    );
    const shades = [...root.querySelectorAll('rect')]
      .filter((rect) => rect.querySelector('title') !== null)
      .map((rect) => [rect.querySelector('title')?.textContent, rect.getAttribute('fill-opacity')]);
    expect(shades).toEqual([
      ['label a, predicted a: 75, 75.0% of the row', '0.75'],
      ['label b, predicted b: 90, 90.0% of the row', '0.9'],
      // Mistakes have a scale of their own, here to the largest share of 25%.
      ['label a, predicted b: 25, 25.0% of the row', '1'],
      ['label b, predicted a: 10, 10.0% of the row', '0.4'],
    ]);
    expect(placed(root, 'text').map(({ text }) => text)).toContain('25% of the row');
  });

  test('names each class on both sides, long names shortened and whole in the tooltip', async () => {
    const long = 'a class name that goes on and on and on';
    const root = parseSvg(
      await renderSvg(
        confusionMatrix({ classNames: [...fashion.slice(0, 9), long], matrix: madeMatrix(10) }),
      ),
    );
    const texts = placed(root, 'text').map(({ text, element }) => element.firstChild?.textContent ?? text);
    for (const name of fashion.slice(0, 9)) expect(texts.filter((text) => text === name)).toHaveLength(2);
    expect(texts.filter((text) => /^a class name .*…$/.test(text))).toHaveLength(2);
    expect([...root.querySelectorAll('text title')].map((title) => title.textContent)).toContain(long);
  });

  test('is said in words', async () => {
    const svg = await renderSvg(
      confusionMatrix({
        classNames: ['cat', 'dog'],
        matrix: [
          [8, 2],
          [1, 9],
        ],
      }),
    );
    expect(svg).toContain(
      '<desc>17 of 20 samples right (85.0%). Most common mistakes: 2 cat taken for dog; 1 dog taken for cat.</desc>',
    );
  });
});

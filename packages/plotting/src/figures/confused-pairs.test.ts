import { expect, test } from 'vitest';
import { renderSvg } from '../svg/render-svg.ts';
import { confusedPairs, confusionFigure } from './confused-pairs.ts';

function matrixOf(classes: number, mistakes: readonly (readonly [number, number, number])[]): number[][] {
  const matrix = Array.from({ length: classes }, (_, label) => {
    const row: number[] = Array.from({ length: classes }, () => 0);
    row[label] = 5;
    return row;
  });
  for (const [label, predicted, count] of mistakes) matrix[label]![predicted] = count;
  return matrix;
}

const names = (classes: number): string[] => Array.from({ length: classes }, (_, label) => `class ${label}`);

test('pairs are listed from the commonest, with label and prediction apart', () => {
  expect(
    confusedPairs(
      matrixOf(3, [
        [0, 1, 2],
        [1, 0, 7],
        [2, 0, 1],
      ]),
      2,
    ),
  ).toEqual([
    { label: 1, predicted: 0, count: 7 },
    { label: 0, predicted: 1, count: 2 },
  ]);
});

test('a matrix of up to 40 classes is drawn, a larger one becomes a list', () => {
  const few = confusionFigure({ classNames: names(40), matrix: matrixOf(40, []) });
  expect(few.kind).toBe('confusion');
  const many = confusionFigure({ classNames: names(41), matrix: matrixOf(41, [[40, 2, 3]]) });
  expect(many).toMatchObject({ kind: 'bars', categories: ['class 40 → class 2'], series: [{ values: [3] }] });
});

test('1,000 classes are drawn, with mistakes or without', async () => {
  const classNames = names(1000);
  for (const mistakes of [[], [[999, 0, 2]]] as const) {
    const svg = await renderSvg(confusionFigure({ classNames, matrix: matrixOf(1000, mistakes) }));
    expect(svg.length).toBeLessThan(100_000);
  }
});

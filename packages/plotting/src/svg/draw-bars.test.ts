import { expect, test } from 'vitest';
import { parseSvg, placed } from '../../test/read-svg.ts';
import { barFigure, renderSvg } from '../index.ts';

/** Left and right end of each bar, and where the text of each name ends. */
async function drawn(
  values: readonly number[],
  domain: readonly [number, number],
): Promise<[number, number][]> {
  const svg = await renderSvg(
    barFigure({
      title: 'T',
      categories: values.map((_, index) => `network ${index}`),
      series: [{ name: 'accuracy', values, spread: values.map((value) => [value - 0.02, value + 0.02]) }],
      value: { label: 'accuracy', format: 'percent', domain },
    }),
  );
  const root = parseSvg(svg);
  // The first rectangle is the surface.
  return placed(root, 'g rect').map(({ x, element }) => [x, x + Number(element.getAttribute('width'))]);
}

test('bars of a domain that begins above zero begin where it begins', async () => {
  const bars = await drawn([0.85, 0.95], [0.8, 1]);
  expect(bars).toHaveLength(2);
  const [[left, first], [sameLeft, second]] = [bars[0]!, bars[1]!];
  expect(sameLeft).toBe(left);
  // Names and their margin stand to the left of it.
  expect(left).toBeGreaterThan(60);
  expect((second - left) / (first - left)).toBeCloseTo(3, 1);
});

test('bars of a domain below zero begin at its upper end, and none leaves the domain', async () => {
  const below = await drawn([-0.1, -0.3], [-0.4, -0.05]);
  expect(below[0]![1]).toBeCloseTo(below[1]![1], 1);
  expect(below[0]![0]).toBeGreaterThan(below[1]![0]);
  const [inside, beyond] = await drawn([0.9, 5], [0.8, 1]);
  expect((beyond![1] - beyond![0]) / (inside![1] - inside![0])).toBeCloseTo(2, 1);
});

test('single values are dots on the middle of their bar, and the number stands beyond them', async () => {
  const svg = await renderSvg(
    barFigure({
      title: 'T',
      categories: ['network'],
      series: [{ name: 'error', values: [0.2], dots: [[0.1, 0.3]] }],
      value: { label: 'error', format: 'percent' },
    }),
  );
  const root = parseSvg(svg);
  const [, bar] = placed(root, 'rect');
  const dots = placed(root, 'circle');
  const width = Number(bar!.element.getAttribute('width'));
  expect(dots.map(({ x }) => (x - bar!.x) / width)).toEqual([expect.closeTo(0.5, 2), expect.closeTo(1.5, 2)]);
  const number = placed(root, 'text').findLast(({ text }) => text.startsWith('20'));
  expect(number!.x).toBeGreaterThan(dots[1]!.x);
});

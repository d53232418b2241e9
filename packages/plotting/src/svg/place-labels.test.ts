import { describe, expect, test } from 'vitest';
import { crossings, placeLabels } from './place-labels.ts';

const box = { left: 0, right: 200, top: 0, bottom: 200 };

describe('a label', () => {
  const point = { x: 100, y: 100, text: '5 × 64' };

  test('stands above its point where nothing is in its way', () => {
    expect(placeLabels([point], [], box, 11)).toEqual([{ x: 100, y: 88, text: '5 × 64' }]);
  });

  test('goes where no curve passes', () => {
    const above = [
      [0, 88],
      [200, 88],
    ] as const;
    const [beside] = placeLabels([point], [above], box, 11);
    expect(beside).toMatchObject({ y: 100 });
    expect(beside!.x).toBeGreaterThan(100);
    const rising = [
      [100, 100],
      [200, 95],
    ] as const;
    expect(placeLabels([point], [above, rising], box, 11)).toMatchObject([{ x: 100, y: 112 }]);
  });
});

test('a segment crosses a box if any part of it lies within', () => {
  const small = { left: 10, right: 20, top: 10, bottom: 20 };
  const count = (...ends: readonly (readonly [number, number, number, number])[]): number =>
    crossings(
      small,
      ends.map(([x1, y1, x2, y2]) => [
        [x1, y1],
        [x2, y2],
      ]),
    );
  expect(count([0, 15, 30, 15], [15, 0, 15, 30], [0, 0, 30, 30], [12, 12, 13, 13])).toBe(4);
  expect(count([0, 5, 30, 5], [5, 0, 5, 30], [0, 15, 15, 0], [0, 15, 9, 15])).toBe(0);
});

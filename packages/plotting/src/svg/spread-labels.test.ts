import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadLabels } from './spread-labels.ts';

test('labels that have room stay where they are wanted', () => {
  expect(spreadLabels([10, 40, 90], { step: 16, low: 0, high: 100 })).toEqual([10, 40, 90]);
});

test('labels that would touch move apart evenly around their middle', () => {
  expect(spreadLabels([50, 52], { step: 16, low: 0, high: 100 })).toEqual([43, 59]);
});

test('labels never touch, keep their order, and stay inside while they fit', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 12 }), (values) => {
      const wanted = values.toSorted((a, b) => a - b);
      const places = spreadLabels(wanted, { step: 16, low: 0, high: 200 });
      expect(places).toHaveLength(wanted.length);
      for (const [index, place] of places.entries()) {
        expect(place).toBeGreaterThanOrEqual(-1e-9);
        expect(place).toBeLessThanOrEqual(200 + 1e-9);
        expect(place - (places[index - 1] ?? -Infinity)).toBeGreaterThanOrEqual(16 - 1e-9);
      }
    }),
  );
});

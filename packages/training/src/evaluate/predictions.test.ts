import { expect, test } from 'vitest';
import { Predictions } from './predictions.ts';

test('rows are views, and the class is the most probable', () => {
  const { probabilities, ...sizes } = new Predictions(Float32Array.of(0.25, 0.75, 0.5, 0.5), 2);
  expect(sizes).toEqual({ units: 2, count: 2 });
  const predictions = new Predictions(probabilities, 2);
  expect(predictions.row(1)).toEqual(probabilities.subarray(2));
  expect([predictions.argMax(0), predictions.argMax(1)]).toEqual([1, 0]);
});

test('a single sigmoid predicts class 1 above a half', () => {
  const predictions = new Predictions(Float32Array.of(0.5, 0.75), 1);
  expect([predictions.argMax(0), predictions.argMax(1)]).toEqual([0, 1]);
});

test.each([-1, 2, 0.5, Number.NaN])('there is no sample %d of two', (index) => {
  const predictions = new Predictions(Float32Array.of(0.5, 0.75), 1);
  const message = `Predictions are numbered from 0 to 1; found ${index}`;
  expect(() => predictions.row(index)).toThrow(message);
  expect(() => predictions.argMax(index)).toThrow(message);
});

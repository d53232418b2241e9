import { RandomStream } from '@atelier/random';
import { expect, test } from 'vitest';
import { differenceOf, isChance, spreadOf } from './statistics.ts';
import { studentQuantile } from './student.ts';

test.each([
  // With 1 and 2 degrees of freedom the quantile has a closed form.
  [1, Math.tan((0.95 * Math.PI) / 2)],
  [2, 0.95 / Math.sqrt((1 - 0.95 ** 2) / 2)],
])('with %i degrees of freedom the quantile is that of the closed form', (freedom, expected) => {
  expect(studentQuantile(freedom)).toBeCloseTo(expected, 9);
});

test.each([
  [3, 3.182],
  [4, 2.776],
  [9, 2.262],
  [30, 2.042],
])('with %i degrees of freedom the quantile is that of printed tables', (freedom, expected) => {
  expect(studentQuantile(freedom)).toBeCloseTo(expected, 3);
});

test('with many degrees of freedom the quantile is the normal one', () => {
  expect(studentQuantile(100_000)).toBeCloseTo(1.96, 3);
});

test.each([2, 3, 5])('of samples of %i normal numbers, 95 %% of the intervals hold their mean', (count) => {
  const random = new RandomStream(0, 'coverage', count);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const samples = 20_000;
  let held = 0;
  for (let sample = 0; sample < samples; sample++) {
    if (isChance(spreadOf(Array.from({ length: count }, normal)))) held++;
  }
  // Four standard errors of a share of 20,000.
  expect(Math.abs(held / samples - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / samples));
});

test('a difference is paired: what a seed does to both cancels out', () => {
  const difference = differenceOf(spreadOf([0.8, 0.9, 0.7]), spreadOf([0.79, 0.89, 0.69]));
  expect(difference.mean).toBeCloseTo(0.01, 12);
  expect(isChance(difference)).toBe(false);
  expect(isChance(differenceOf(spreadOf([0.8, 0.9, 0.7]), spreadOf([0.89, 0.69, 0.79])))).toBe(true);
});

test('one seed has no interval, and its differences may be chance', () => {
  expect(spreadOf([0.8]).half).toBeUndefined();
  expect(isChance(spreadOf([0.8]))).toBe(true);
});

test('a difference that is NaN says nothing', () => {
  expect(isChance(spreadOf([Number.NaN, 1]))).toBe(true);
});

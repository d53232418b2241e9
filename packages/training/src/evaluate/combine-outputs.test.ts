import { expect, test } from 'vitest';
import { classProbabilities } from './class-probabilities.ts';
import { combineOutputs } from './combine-outputs.ts';
import { evaluateOutputs } from './evaluate.ts';

const outputs = [
  Float32Array.of(0.5, 0.25, 0.25, 0, 1, 0),
  Float32Array.of(0.5, 0.25, 0.25, 0.75, 0.25, 0),
  Float32Array.of(0, 0.25, 0.75, 0.5, 0.25, 0.25),
];

test('the mean of probabilities is taken class by class', () => {
  expect(Array.from(combineOutputs(outputs, 3, 'mean'), (value) => Number(value.toFixed(6)))).toEqual([
    0.333333, 0.25, 0.416667, 0.416667, 0.5, 0.083333,
  ]);
});

test('a vote goes to what most models predict, also where the mean says otherwise', () => {
  const votes = combineOutputs(outputs, 3, 'vote');
  expect(votes[0]).toBeCloseTo(2 / 3, 2);
  expect(votes[3]).toBeCloseTo(2 / 3, 2);
  expect(votes.slice(0, 3).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
  expect(evaluateOutputs(votes, [0, 0]).accuracy).toBe(1);
  expect(evaluateOutputs(combineOutputs(outputs, 3, 'mean'), [2, 1]).accuracy).toBe(1);
});

test('a tied vote goes to the class with the higher mean', () => {
  const tied = combineOutputs([Float32Array.of(0.6, 0.4), Float32Array.of(0.1, 0.9)], 2, 'vote');
  expect(tied[1]).toBeGreaterThan(tied[0]!);
});

test('the loss of outputs is the mean negative logarithm of the labels’ probabilities', () => {
  const { loss, confusion } = evaluateOutputs(Float32Array.of(0.5, 0.5, 1, 0), [0, 1]);
  expect(loss).toBeCloseTo((-Math.log(0.5) - Math.log(1e-7)) / 2, 6);
  expect(confusion).toEqual([
    [1, 0],
    [1, 0],
  ]);
});

test('outputs of different samples are refused', () => {
  expect(() => combineOutputs([Float32Array.of(1, 0), Float32Array.of(1, 0, 0, 1)], 2, 'mean')).toThrow(
    'found 2, 4',
  );
  expect(() => combineOutputs([], 2, 'mean')).toThrow('found none');
  expect(() => evaluateOutputs(Float32Array.of(1, 0, 0), [0, 1])).toThrow('3 outputs');
});

test('single outputs do not vote: their two classes do', () => {
  const single = [Float32Array.of(0.1), Float32Array.of(0.2)];
  expect(() => combineOutputs(single, 1, 'vote')).toThrow('at least 2 units');
  const [none = 0, one = 0] = combineOutputs(
    single.map((each) => classProbabilities(each, 1)),
    2,
    'vote',
  );
  expect(none).toBeGreaterThan(0.99);
  expect(one).toBeLessThan(0.01);
});

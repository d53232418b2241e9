import { describe, expect, test } from 'vitest';
import type { Samples } from '../samples/samples.ts';
import type { EpochRecord } from './history.ts';
import { describeWarning, statisticsWarning, trainingWarning } from './training-warning.ts';

/** 1,000 samples, of which this share is of class 0. */
function samplesWith(share: number): Samples {
  const labels = Uint8Array.from({ length: 1000 }, (_, index) =>
    index < 1000 * share ? 0 : 1 + (index % 9),
  );
  return { images: new Uint8Array(1000), labels, count: 1000, height: 1, width: 1, channels: 1 };
}

function epochs(...accuracies: [accuracy: number, valAccuracy?: number, loss?: number][]): EpochRecord[] {
  return accuracies.map(([accuracy, valAccuracy, loss = 1], index) => ({
    epoch: index + 1,
    loss,
    accuracy,
    ...(valAccuracy !== undefined && { valLoss: 1, valAccuracy }),
    seconds: 1,
    learningRate: 0.1,
  }));
}

test('always answering the commonest class is chance level, however large that class is', () => {
  const samples = samplesWith(0.9);
  expect(trainingWarning(epochs([0.9]), samples, undefined)).toEqual({
    kind: 'chance level',
    accuracy: 0.9,
    chance: 0.9,
    rate: 'higher',
  });
});

test('chance level reaches two standard deviations above the share: 0.5 ± 0.0316 of 1,000', () => {
  const samples = samplesWith(0.5);
  expect(trainingWarning(epochs([0.5316]), samples, undefined)?.kind).toBe('chance level');
  expect(trainingWarning(epochs([0.5317]), samples, undefined)).toBeUndefined();
});

test('weights may give up accuracy on the commonest class for the others: then it is no sign', () => {
  expect(trainingWarning(epochs([0.8]), samplesWith(0.9), undefined, true)).toBeUndefined();
});

test('a training that learned its own samples, or those of the validation, is not at chance level', () => {
  const samples = samplesWith(0.5);
  expect(trainingWarning(epochs([0.99, 0.5]), samples, samples)).toBeUndefined();
  expect(trainingWarning(epochs([0.5, 0.6]), samples, samples)).toBeUndefined();
  expect(trainingWarning(epochs([0.5, 0.4]), samples, samples)).toEqual({
    kind: 'chance level',
    accuracy: 0.4,
    chance: 0.5,
    rate: 'higher',
  });
});

// Guessing each of ten classes alike has a loss of ln 10 = 2.303.
test.each([
  ['that hardly falls', [2.41, 2.4], 'higher'],
  ['of one epoch, near that of guessing', [4.6], 'higher'],
  ['of one epoch, over twice that of guessing', [4.61], 'lower'],
  ['that falls from far above guessing', [50, 2.3], 'lower'],
  ['that stays', [2.3, 2.3], 'lower'],
] as const)('at chance level, a loss %s speaks for a rate: %j, %s', (_, losses, rate) => {
  const history = epochs(...losses.map((loss): [number, undefined, number] => [0.5, undefined, loss]));
  expect(trainingWarning(history, samplesWith(0.5), undefined)).toMatchObject({ kind: 'chance level', rate });
});

test('targets count as the class that they favour', () => {
  const { labels: _, ...images } = samplesWith(0.5);
  const targets = Float32Array.from({ length: 2000 }, (__, index) => (index % 2 === 0 ? 0.8 : 0.2));
  expect(trainingWarning(epochs([0.97]), { ...images, targets }, undefined)).toMatchObject({ chance: 1 });
});

test('a loss above that of the first epoch has grown; one epoch cannot grow', () => {
  const samples = samplesWith(0.5);
  const grown = epochs([0.9, undefined, 0.5], [0.9, undefined, 0.2], [0.8, undefined, 0.6]);
  expect(trainingWarning(grown, samples, undefined)).toEqual({ kind: 'loss grew', first: 0.5, last: 0.6 });
  expect(trainingWarning(grown.slice(0, 2), samples, undefined)).toBeUndefined();
  expect(trainingWarning(grown.slice(0, 1), samples, undefined)).toBeUndefined();
  expect(trainingWarning([], samples, undefined)).toBeUndefined();
});

test('a line says what was found and what to try', () => {
  expect(describeWarning({ kind: 'loss grew', first: 0.5, last: 0.625 }, 0.3)).toBe(
    'The loss grew from 0.5000 in the first epoch to 0.6250 in the last: try a learning rate ten times lower, 0.03',
  );
  expect(describeWarning({ kind: 'chance level', accuracy: 0.1, chance: 0.1, rate: 'lower' }, 1)).toBe(
    'The accuracy, 10.00%, is not clearly better than always predicting the most frequent class, 10.00%: try a learning rate ten times lower, 0.1',
  );
  expect(describeWarning({ kind: 'chance level', accuracy: 0.1, chance: 0.1, rate: 'higher' }, 1e-7)).toMatch(
    /10\.00%: train for more epochs, or try a learning rate ten times higher, 0\.000001$/,
  );
});

describe('moving statistics of batch normalization', () => {
  test('that had too few steps are said: 0.99^458 is just above a hundredth', () => {
    expect(statisticsWarning([{ momentum: 0.99, trainable: true }], 458)).toEqual({
      kind: 'statistics behind',
      steps: 458,
      share: expect.closeTo(0.010021, 6),
    });
    expect(statisticsWarning([{ momentum: 0.99, trainable: true }], 459)).toBeUndefined();
    expect(statisticsWarning([{ momentum: 0.9, trainable: true }], 44)).toBeUndefined();
    expect(statisticsWarning([{ momentum: 0.99, trainable: false }], 1)).toBeUndefined();
  });

  test('are said in one line with what to try', () => {
    expect(describeWarning({ kind: 'statistics behind', steps: 192, share: 0.1452 }, 0.1)).toBe(
      'After 192 steps, the moving statistics of batch normalization still hold 15% of their starting values: validation, test and predictions may be worse than what was learned; train for more epochs',
    );
  });
});

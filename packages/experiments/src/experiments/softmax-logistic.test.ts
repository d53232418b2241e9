import { expect, test } from 'vitest';
import { anyOutcome, presentIn } from '../../test/worlds.ts';
import { softmaxLogistic } from './softmax-logistic.ts';

test('the reading says whether the two are the same model', () => {
  const reading = (doubled: number): string =>
    presentIn(softmaxLogistic, (trial) => {
      const outcome = anyOutcome(trial);
      if (outcome.kind !== 'softmax-logistic' || trial.task.kind !== 'softmax-logistic')
        throw new Error('another kind');
      if (trial.task.rateFactor !== 2) return outcome;
      return { ...outcome, epochs: outcome.epochs.map((epoch) => ({ ...epoch, difference: doubled })) };
    }).reading.join('\n');
  expect(reading(1e-6)).toContain('the two are the same model, as the algebra says');
  expect(reading(1e-3)).toContain('contradicts the algebra');
});

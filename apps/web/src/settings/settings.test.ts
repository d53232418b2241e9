import { optimizerNames, resolveOptimizer, scheduleNames } from '@atelier/training';
import { describe, expect, test } from 'vitest';
import { defaultLearningRate, optimizerChoices, scheduleChoices } from './settings.ts';

describe('the page’s copy of what the training package knows', () => {
  test('has its optimizers with their learning rates', () => {
    expect(optimizerChoices).toEqual(optimizerNames);
    for (const name of optimizerNames) {
      expect(defaultLearningRate('mlp-32', name)).toBe(resolveOptimizer(name).learningRate);
    }
  });

  test('has its schedules', () => {
    expect(scheduleChoices).toEqual(scheduleNames);
  });
});

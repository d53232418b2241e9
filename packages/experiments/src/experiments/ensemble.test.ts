import { expect, test } from 'vitest';
import { presentIn, trained, training } from '../../test/worlds.ts';
import { ensemble } from './ensemble.ts';

test('the reading says how much of the gain dropout brings', () => {
  const reading = (mean: number, dropout: number): string =>
    presentIn(ensemble, ({ task }) =>
      task.kind === 'ensemble'
        ? {
            kind: 'ensemble',
            singles: [0.85, 0.87, 0.86, 0.86, 0.86],
            mean: [0, 0, 0, 0, mean],
            vote: [0, 0, 0, 0, mean - 0.002],
            parameters: 1,
          }
        : trained(training(task), { train: 0.9, validation: 0, test: dropout }),
    ).reading.join('\n');
  expect(reading(0.88, 0.87)).toContain('50% of what the ensemble gains');
  expect(reading(0.88, 0.88)).toContain('about what the ensemble gains, or more');
  expect(reading(0.88, 0.85)).toContain('it does not do what the ensemble does');
  expect(reading(0.85, 0.85)).toContain('no gain of the ensemble');
});

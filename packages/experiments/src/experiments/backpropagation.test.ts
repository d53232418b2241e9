import { expect, test } from 'vitest';
import { fullData, anyOutcome, presentIn } from '../../test/worlds.ts';
import { backpropagation } from './backpropagation.ts';

test('the reading says whether backpropagation computes the slope', () => {
  const reading = (difference: number): string =>
    presentIn(backpropagation, (trial) => {
      const outcome = anyOutcome(trial);
      if (outcome.kind !== 'gradient-check') throw new Error('another kind');
      return {
        ...outcome,
        layers: outcome.layers.map((layer) => ({ ...layer, relativeDifference: difference })),
      };
    }).reading.join('\n');
  expect(reading(1e-6)).toContain('so backpropagation computes the slope of the loss');
  expect(reading(1e-2)).toContain('rounding does not explain');
});

test('weights compared are counted over all seeds', () => {
  const { reading, table } = presentIn(backpropagation, anyOutcome, { ...fullData, seeds: 2 });
  expect(reading[0]).toContain('Over 1080 weights');
  expect(table.rows[0]).toContain(60);
});

import { describe, expect, test } from 'vitest';
import { MeanMetrics } from './mean-metrics.ts';

describe('MeanMetrics', () => {
  test('weighs batches by their samples', () => {
    const metrics = new MeanMetrics();
    metrics.add(3, 2, 1);
    metrics.add(1, 6, 1);
    expect([metrics.loss, metrics.accuracy]).toEqual([3, 0.5]);
    expect(metrics.sums).toEqual({ samples: 4, lossSum: 12, correct: 2 });
  });
});

import { describe, expect, test } from 'vitest';
import { resolveSchedule } from './resolve.ts';
import { scheduleFactor, type ScheduleOption } from './schedules.ts';

const length = { epochs: 10, stepsPerEpoch: 4 };

function factors(option: ScheduleOption, steps: readonly number[]): number[] {
  const schedule = resolveSchedule(option);
  return steps.map((step) => scheduleFactor(schedule, step, length));
}

describe('scheduleFactor', () => {
  test('constant is 1 throughout', () => {
    expect(factors('constant', [0, 1, 39])).toEqual([1, 1, 1]);
  });

  test('step drops at the first step after every n epochs', () => {
    // Epochs 0-2, 3-5, 6-8, 9: steps 0-11, 12-23, 24-35, 36-39.
    const option = { name: 'step', every: 3, factor: 0.5 } as const;
    expect(factors(option, [0, 11, 12, 23, 24, 35, 36])).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25, 0.125]);
  });

  test('exponential has fallen by its factor after each whole epoch, and by its root halfway', () => {
    const option = { name: 'exponential', factor: 0.81 } as const;
    const [start, half, whole, two] = factors(option, [0, 2, 4, 8]);
    expect(start).toBe(1);
    expect(half).toBeCloseTo(0.9, 12);
    expect(whole).toBeCloseTo(0.81, 12);
    expect(two).toBeCloseTo(0.6561, 12);
  });

  test('cosine falls from 1 over 1/2 halfway to just above 0', () => {
    const [start, quarter, half, last] = factors('cosine', [0, 10, 20, 39]);
    expect(start).toBe(1);
    expect(quarter).toBeCloseTo((1 + Math.SQRT1_2) / 2, 12);
    expect(half).toBeCloseTo(0.5, 12);
    // (1 + cos(pi * 39 / 40)) / 2 = sin²(pi / 80)
    expect(last).toBeCloseTo(Math.sin(Math.PI / 80) ** 2, 12);
  });

  test('cosine rises linearly over its warm-up, and falls over what is left', () => {
    const option = { name: 'cosine', warmup: 2 } as const;
    const [first, second, last, top, middle] = factors(option, [0, 1, 7, 8, 24]);
    expect([first, second, last, top]).toEqual([1 / 8, 2 / 8, 1, 1]);
    expect(middle).toBeCloseTo(0.5, 12);
  });

  test('a warm-up that ends within a step does not overshoot', () => {
    // 0.6 epochs are 2.4 steps: 1/2.4, 2/2.4, then 3/2.4 would be above 1.
    const [first, second, third] = factors({ name: 'cosine', warmup: 0.6 }, [0, 1, 2]);
    expect(first).toBeCloseTo(1 / 2.4, 12);
    expect(second).toBeCloseTo(2 / 2.4, 12);
    expect(third).toBe(1);
  });

  // Computed by torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps, pct_start, cycle_momentum=False).
  test.each([
    [
      0.3,
      { epochs: 2, stepsPerEpoch: 5 },
      [
        0.04, 0.52, 1, 0.9504846320134737, 0.8117456539497631, 0.6112620219362893, 0.38874197806371075,
        0.18825834605023697, 0.049519367986526286, 4e-6,
      ],
    ],
    [
      0.5,
      { epochs: 7, stepsPerEpoch: 1 },
      [
        0.04, 0.3716718427000253, 0.9083281572999747, 0.9504846320134737, 0.6112620219362893,
        0.18825834605023697, 4e-6,
      ],
    ],
  ])('one-cycle with a warm-up of %f is that of PyTorch', (warmup, run, expected) => {
    const schedule = resolveSchedule({ name: 'one-cycle', warmup });
    for (const [step, factor] of expected.entries()) {
      expect(scheduleFactor(schedule, step, run)).toBeCloseTo(factor, 12);
    }
  });

  test('one-cycle of a single step is at its end', () => {
    const schedule = resolveSchedule('one-cycle');
    expect(scheduleFactor(schedule, 0, { epochs: 1, stepsPerEpoch: 1 })).toBeCloseTo(4e-6, 12);
  });
});

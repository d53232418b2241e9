import { z } from 'zod';
import { numberOrNaN } from './number-or-nan.ts';
import type { TaskKind } from './task-kind.ts';

/**
 * The cross-entropy loss of two classes in float32, computed in three ways, when the wrong class has a score that is higher by
 * each of some gaps.
 */
export interface CrossEntropyTask {
  readonly kind: 'cross-entropy';
  readonly gaps: readonly number[];
}

/** One row per gap. A loss that is infinite or NaN is NaN. */
export interface CrossEntropyOutcome {
  readonly kind: 'cross-entropy';
  readonly rows: readonly {
    readonly gap: number;
    /** `-ln(e^z / sum of e^z)`, as the formula stands. */
    readonly plain: number;
    /** From a probability that is at least 1e-7. */
    readonly clipped: number;
    /** `m + ln(sum of e^(z - m)) - z`, `m` the highest score. */
    readonly logSumExp: number;
    /** In float64. */
    readonly exact: number;
  }[];
}

export const crossEntropy: TaskKind<CrossEntropyTask, CrossEntropyOutcome> = {
  task: z.strictObject({ kind: z.literal('cross-entropy'), gaps: z.array(z.number()) }),

  outcome: z.strictObject({
    kind: z.literal('cross-entropy'),
    rows: z.array(
      z.strictObject({
        gap: z.number(),
        plain: numberOrNaN,
        clipped: numberOrNaN,
        logSumExp: numberOrNaN,
        exact: z.number(),
      }),
    ),
  }),

  run: ({ gaps }) =>
    Promise.resolve({
      kind: 'cross-entropy',
      rows: gaps.map((gap) => ({ gap, ...losses(gap) })),
    }),

  summary: () => '',

  work: () => 1,
};

const f = Math.fround;

/** Scores are `gap` for the wrong class and 0 for the right one. */
function losses(gap: number): Omit<CrossEntropyOutcome['rows'][number], 'gap'> {
  const score = f(gap);
  const [wrong, right] = [f(Math.exp(score)), 1];
  const plain = f(-f(Math.log(f(right / f(wrong + right)))));
  const scaled = f(Math.exp(f(-score)));
  const probability = Math.max(f(scaled / f(1 + scaled)), f(1e-7));
  return {
    plain: Number.isFinite(plain) ? plain : Number.NaN,
    clipped: f(-f(Math.log(probability))),
    logSumExp: f(score + f(Math.log(f(1 + scaled)))),
    exact: gap + Math.log1p(Math.exp(-gap)),
  };
}

import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import type { CrossEntropyOutcome, CrossEntropyTask } from '../tasks/cross-entropy.ts';
import { type Trial, withSeeds } from '../trial.ts';

const gaps = Array.from({ length: 61 }, (_, index) => 2 * index);
const shown = [0, 10, 16, 20, 40, 80, 90, 120];

export const logSumExp: Experiment = {
  name: 'log-sum-exp',
  summary: 'the cross-entropy loss in float32 by three formulas, the more wrong the surer',
  question: 'Why is the loss computed from scores, and not from probabilities?',
  // Arithmetic: no data is used, and every seed gives the same.
  defaults: { epochs: 1, seeds: 3 },

  plan: trialsOf,

  present(options, results) {
    const { rows } = results.outcome<'cross-entropy'>(trialsOf(options)[0]!);
    const curve = (name: string, pick: (row: (typeof rows)[number]) => number) => ({
      name,
      points: rows.map((row) => [row.gap, pick(row)] as const),
    });
    const text = (loss: number): string => (Number.isNaN(loss) ? 'none' : loss.toFixed(2));
    return {
      figures: {
        loss: lineFigure({
          title: 'The loss of a wrong answer, by three formulas in float32',
          subtitle: 'two classes; a curve ends where its loss is no longer a finite number',
          x: { label: 'score of the wrong class above the right one' },
          y: { label: 'loss' },
          series: [
            curve('from scores (log-sum-exp)', ({ logSumExp: loss }) => loss),
            curve('as the formula stands', ({ plain }) => plain),
            curve('from clipped probabilities', ({ clipped }) => clipped),
          ],
        }),
      },
      table: {
        columns: [
          'gap',
          'exact',
          'from scores (log-sum-exp)',
          'as the formula stands',
          'from clipped probabilities',
        ].map((label) => ({ label, numeric: true })),
        rows: rows
          .filter(({ gap }) => shown.includes(gap))
          .map(({ gap, exact, logSumExp: fromScores, plain, clipped }) => [
            gap,
            text(exact),
            text(fromScores),
            text(plain),
            text(clipped),
          ]),
      },
      reading: readingOf(rows),
    };
  },
};

function trialsOf({ seeds }: PlanOptions): (Trial & { readonly task: CrossEntropyTask })[] {
  const task: CrossEntropyTask = { kind: 'cross-entropy', gaps };
  return withSeeds('three formulas', task, seeds).map((trial) => ({ ...trial, task }));
}

function readingOf(rows: CrossEntropyOutcome['rows']): string[] {
  const worst = Math.max(
    ...rows.map(({ logSumExp: loss, exact }) => Math.abs(loss - exact) / Math.max(1, exact)),
  );
  const overflow = rows.find(({ plain }) => Number.isNaN(plain));
  const most = Math.max(...rows.map(({ clipped }) => clipped));
  return [
    `Computed from scores with log-sum-exp the loss is right to ${worst.toExponential(0)} over the whole range. ${
      overflow === undefined
        ? 'The formula as it stands stays finite here.'
        : `The formula as it stands has no finite value from a gap of ${overflow.gap} on, where e to that power is beyond float32.`
    }`,
    `From clipped probabilities the loss never exceeds ${most.toFixed(2)}: beyond that the curve is flat, its gradient is 0, and a network that is wrong and sure does not learn.`,
  ];
}

import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { mean } from '../presenting/statistics.ts';
import { grouped, percent, points, spread, withRange } from '../presenting/words.ts';
import { type Condition, curveOver, type Finding, findingOf, trialsOf } from './condition.ts';
import { trainTask } from './train-task.ts';

const middles = [1, 2, 4, 8, 32];
const outer = 64;
/** Within this of the widest, a middle layer loses nothing significant. */
const tolerance = 0.01;

export const bottleneck: Experiment = {
  name: 'bottleneck',
  summary: 'a middle layer of 1, 2, 4, 8 or 32 units between two of 64',
  question: 'From which width on does a middle layer lose information that later layers cannot restore?',
  defaults: { epochs: 10, seeds: 3 },

  plan: (options) => conditions(options).flatMap((each) => trialsOf(each, options.seeds)),

  present(options, results) {
    const findings = conditions(options).map((each) => findingOf(each, options.seeds, results));
    const units = (_: Finding, index: number): number => middles[index]!;
    return {
      figures: {
        accuracy: lineFigure({
          title: 'Accuracy against the width of the middle layer',
          subtitle: `${outer} – middle – ${outer} units, ${options.epochs} epochs${withRange(options.seeds)}`,
          x: { label: 'units of the middle layer', scale: 'log', ticks: middles },
          y: { label: 'accuracy', format: 'percent' },
          series: [
            curveOver('training', findings, units, ({ train }) => train),
            curveOver('validation', findings, units, ({ validation }) => validation),
          ],
        }),
      },
      table: {
        columns: [
          { label: 'hidden layers' },
          ...['parameters', 'training accuracy', 'validation accuracy'].map((label) => ({
            label,
            numeric: true,
          })),
        ],
        rows: findings.map(({ label, parameters, train, validation }) => [
          label,
          grouped(parameters),
          spread(train),
          spread(validation),
        ]),
      },
      reading: readingOf(findings, options),
    };
  },
};

function conditions(options: PlanOptions): Condition[] {
  return middles.map((units) => ({
    label: `${outer}, ${units}, ${outer}`,
    task: trainTask(options, { hidden: [outer, units, outer] }),
  }));
}

function readingOf(findings: readonly Finding[], { classes, seeds }: PlanOptions): string[] {
  const [narrowest, widest] = [findings[0]!, findings.at(-1)!];
  // One class for every image: no signal gets through. A relu that gives 0 for every image does that.
  const passing = narrowest.outcomes.filter(({ train }) => train.accuracy > 1.1 / classes);
  const dead = narrowest.outcomes.length - passing.length;
  const through = mean(passing.map(({ validation }) => validation?.accuracy ?? Number.NaN));
  const cost = widest.validation.mean - (passing.length > 0 ? through : 1 / classes);
  // From the first on whose successors are all within the tolerance too.
  const enough =
    findings.findLastIndex(({ validation }) => validation.mean < widest.validation.mean - tolerance) + 1;
  const single =
    passing.length === 0
      ? `No signal gets through a single unit (${percent(narrowest.validation.mean)} of the validation images are classified correctly, no more than by chance)`
      : `Through a single unit ${percent(through)} of the validation images are classified correctly${
          dead > 0 ? ` (without ${dead} of ${seeds} seeds in which no signal gets through)` : ''
        }`;
  return [
    `${single}, through ${middles.at(-1)} units ${percent(widest.validation.mean)}: ${
      cost > tolerance
        ? `the narrow layer costs ${points(cost)}, and the ${outer} units behind it do not restore them.`
        : 'the narrow layer costs nothing, against the claim.'
    }`,
    `From ${middles[enough]} units on the validation accuracy is within ${points(tolerance, 0)} of that, for ${classes} classes.`,
  ];
}

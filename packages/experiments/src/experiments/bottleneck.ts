import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { mean, type Spread } from '../presenting/statistics.ts';
import { grouped, percent, points, sizeOf } from '../presenting/words.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { learningOnes } from './learning-ones.ts';
import { trainTask } from './train-task.ts';

const middles = [1, 2, 4, 8, 32];
const outer = 64;
/** Within this of the widest, a middle layer loses nothing significant. */
const tolerance = 0.01;

export const bottleneck: Experiment = {
  name: 'bottleneck',
  summary: 'a middle layer of 1, 2, 4, 8 or 32 units between two of 64',
  question: 'From which width on does a middle layer lose information that later layers cannot restore?',
  defaults: { epochs: 10, seeds: 5 },

  plan: (options) => trialsOf(conditions(options), options.seeds),

  present(options, results) {
    const findings = findingsOf(conditions(options), options.seeds, results);
    // Seeds differ by whether a signal gets through at all: their mean would be a network that there is not.
    const dots = (name: string, pick: (finding: Finding) => Spread) => ({
      name,
      mark: 'dots' as const,
      points: findings.flatMap((finding, index) =>
        pick(finding).values.map((value) => [middles[index]!, value] as const),
      ),
    });
    const medians = {
      name: 'median, validation',
      points: findings.map(({ validation }, index) => [middles[index]!, medianOf(validation)] as const),
    };
    return {
      figures: {
        accuracy: lineFigure({
          title: 'Accuracy against the width of the middle layer',
          subtitle: `${outer} – middle – ${outer} units, ${sizeOf(options)}: a dot for each`,
          x: { label: 'units of the middle layer', scale: 'log', ticks: middles },
          y: { label: 'accuracy', format: 'percent', domain: [0, 1] },
          series: [
            dots('training', ({ train }) => train),
            dots('validation', ({ validation }) => validation),
            medians,
          ],
        }),
      },
      table: {
        columns: [
          { label: 'hidden layers' },
          ...['parameters', 'training accuracy', 'validation accuracy', 'seeds with a signal'].map(
            (label) => ({
              label,
              numeric: true,
            }),
          ),
        ],
        rows: findings.map((finding) => [
          finding.label,
          grouped(finding.parameters),
          medianAndRange(finding.train),
          medianAndRange(finding.validation),
          `${learningOnes(finding, options).length} / ${options.seeds}`,
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

function medianOf({ values }: Spread): number {
  const sorted = values.toSorted((a, b) => a - b);
  return mean([sorted[(sorted.length - 1) >> 1] ?? Number.NaN, sorted[sorted.length >> 1] ?? Number.NaN]);
}

/** `87.9% (87.5 to 88.2)`; of one seed its value. */
function medianAndRange(values: Spread): string {
  const [low, high] = values.range.map((value) => (100 * value).toFixed(1));
  const median = percent(medianOf(values));
  return values.values.length === 1 ? median : `${median} (${low} to ${high})`;
}

function readingOf(findings: readonly Finding[], options: PlanOptions): string[] {
  const { classes, seeds } = options;
  const [narrowest, widest] = [findings[0]!, findings.at(-1)!];
  const through = learningOnes(narrowest, options);
  const dead = narrowest.outcomes.length - through.length;
  const accuracy = mean(through.map(({ validation }) => validation?.accuracy ?? Number.NaN));
  const cost = widest.validation.mean - (through.length > 0 ? accuracy : 1 / classes);
  // From the first on whose successors are all within the tolerance too.
  const enough =
    findings.findLastIndex(
      (finding) => medianOf(finding.validation) < medianOf(widest.validation) - tolerance,
    ) + 1;
  const single =
    through.length === 0
      ? `No signal gets through a single unit (${percent(narrowest.validation.mean)} of the validation images are classified correctly, no more than by chance)`
      : `Through a single unit ${percent(accuracy)} of the validation images are classified correctly${
          dead > 0 ? ` (without ${dead} of ${seeds} seeds in which no signal gets through)` : ''
        }`;
  return [
    `${single}, through ${middles.at(-1)} units ${percent(widest.validation.mean)}: ${
      cost > tolerance
        ? `the narrow layer costs ${points(cost)}, and the ${outer} units behind it do not restore them.`
        : 'the narrow layer costs nothing, against the claim.'
    }`,
    `From ${middles[enough]} units on the median of the validation accuracy is within ${points(tolerance, 0)} of that, for ${classes} classes.`,
  ];
}

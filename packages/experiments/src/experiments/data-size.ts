import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { grouped, percent, points, spread, withRange } from '../presenting/words.ts';
import { type Condition, curveOver, type Finding, findingOf, isChance, trialsOf } from './condition.ts';
import { trainTask } from './train-task.ts';

const sizes = [1000, 5000, 10_000, 30_000, 60_000];

export const dataSize: Experiment = {
  name: 'data-size',
  summary: '1,000 to 60,000 training images',
  question: 'How does the accuracy grow with the number of training images?',
  defaults: { epochs: 10, seeds: 3 },

  plan: (options) => conditions(options).flatMap((each) => trialsOf(each, options.seeds)),

  present(options, results) {
    const findings = conditions(options).map((each) => findingOf(each, options.seeds, results));
    const images = ({ outcomes }: Finding): number => outcomes[0]!.samples;
    return {
      figures: {
        accuracy: lineFigure({
          title: 'Accuracy against the number of training images',
          subtitle: `32 hidden units, about as many steps for each size${withRange(options.seeds)}`,
          x: { label: 'training images', scale: 'log', ticks: findings.map(images) },
          y: { label: 'accuracy', format: 'percent' },
          series: [
            curveOver('training', findings, images, ({ train }) => train),
            curveOver('test', findings, images, ({ test }) => test),
          ],
        }),
      },
      table: {
        columns: ['training images', 'epochs', 'training accuracy', 'test accuracy', 'gap'].map((label) => ({
          label,
          numeric: true,
        })),
        rows: findings.map(({ task, outcomes, train, test, gap }) => [
          grouped(outcomes[0]!.samples),
          task.epochs,
          spread(train),
          spread(test),
          points(gap.mean),
        ]),
      },
      reading: readingOf(findings),
    };
  },
};

/** The same number of steps for each size: with equal epochs, the small sets would be trained less. */
function conditions(options: PlanOptions): Condition[] {
  const fitting = [...sizes.filter((size) => size < options.limit), Math.min(options.limit, sizes.at(-1)!)];
  const largest = fitting.at(-1)!;
  return fitting.map((size) => ({
    label: `${grouped(size)} images`,
    task: trainTask(options, {
      epochs: Math.round((options.epochs * largest) / size),
      data: { limit: size, validation: { kind: 'none' }, size: null },
    }),
  }));
}

function readingOf(findings: readonly Finding[]): string[] {
  const [smallest, largest] = [findings[0]!, findings.at(-1)!];
  const before = findings.at(-2);
  const count = (finding: Finding): string => grouped(finding.outcomes[0]!.samples);
  if (!before)
    return [`With ${count(largest)} images alone there is nothing to compare: take more with --limit.`];
  const last = largest.test.mean - before.test.mean;
  const grows = findings.every(
    (each, index) => index === 0 || each.test.mean > findings[index - 1]!.test.mean,
  );
  return [
    `From ${count(smallest)} to ${count(largest)} images the test accuracy goes from ${percent(smallest.test.mean)} to ${percent(largest.test.mean)}, ${
      grows ? 'higher with every size' : 'not higher with every size'
    }, and the gap to the training accuracy from ${points(smallest.gap.mean)} to ${points(largest.gap.mean)}.`,
    `The last step, from ${count(before)} images, brings ${points(last)}: ${
      last <= 0.002
        ? 'this network has about all it can use.'
        : isChance(largest, before, ({ test }) => test)
          ? 'a difference that another seed could reverse.'
          : 'more images would probably still help.'
    }`,
  ];
}

import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { differenceOf } from '../presenting/statistics.ts';
import { count, doubt, grouped, percent, points, pointsOf, spread } from '../presenting/words.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { accuracyAxis, curveOver } from './curves.ts';
import { trainTask } from './train-task.ts';

const sizes = [1000, 5000, 10_000, 30_000, 60_000];

export const dataSize: Experiment = {
  name: 'data-size',
  summary: '1,000 to 60,000 training images',
  question: 'How does the accuracy grow with the number of training images?',
  defaults: { epochs: 10, seeds: 3 },

  plan: (options) => trialsOf(conditions(options), options.seeds),

  present(options, results) {
    const findings = findingsOf(conditions(options), options.seeds, results);
    const images = ({ outcomes }: Finding): number => outcomes[0]!.samples;
    return {
      figures: {
        accuracy: lineFigure({
          title: 'Accuracy against the number of training images',
          subtitle: `32 hidden units, about as many steps for each size, ${count(options.seeds, 'seed')}`,
          x: { label: 'training images', scale: 'log', ticks: findings.map(images) },
          y: accuracyAxis(
            'accuracy',
            findings.flatMap(({ train, test }) => [train, test]),
          ),
          series: [
            ...curveOver('training', findings, images, ({ train }) => train),
            ...curveOver('test', findings, images, ({ test }) => test),
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
          pointsOf(gap),
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
  const before = findings.at(-2) ?? smallest;
  const images = ({ outcomes }: Finding): string => grouped(outcomes[0]!.samples);
  const last = differenceOf(largest.test, before.test);
  const grows = findings.every(
    (each, index) => index === 0 || each.test.mean > findings[index - 1]!.test.mean,
  );
  const unsure = doubt(last);
  return [
    `From ${images(smallest)} to ${images(largest)} images the test accuracy goes from ${percent(smallest.test.mean)} to ${percent(largest.test.mean)}, ${
      grows ? 'on average higher with every size' : 'not higher with every size'
    }, and the gap to the training accuracy from ${points(smallest.gap.mean)} to ${points(largest.gap.mean)}.`,
    `The last step, from ${images(before)} images, brings ${pointsOf(last)}${
      unsure === ''
        ? last.mean > 0
          ? ': more images would probably still help.'
          : ': more images do not help.'
        : `${unsure}.`
    }`,
  ];
}

import { barFigure } from '@atelier/plotting';
import type { Augmentation } from '@atelier/training';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best } from '../presenting/statistics.ts';
import { list, overSeeds, percent, points, signed, spread } from '../presenting/words.ts';
import { type Condition, type Finding, findingOf, isChance, trialsOf } from './condition.ts';
import { trainTask } from './train-task.ts';

const hidden = [128];

const kinds: readonly (readonly [label: string, augment: Augmentation])[] = [
  ['none', {}],
  ['shift 1', { shift: 1 }],
  ['flip', { flip: true }],
  ['erase 8', { erase: 8 }],
  ['all three', { shift: 1, flip: true, erase: 8 }],
];

export const augmentation: Experiment = {
  name: 'augmentation',
  summary: 'shifted, mirrored and partly erased training images, each alone and all',
  question: 'Which random changes of the training images help on new ones?',
  defaults: { epochs: 15, seeds: 1 },

  plan: (options) => conditions(options).flatMap((each) => trialsOf(each, options.seeds)),

  present(options, results) {
    const findings = conditions(options).map((each) => findingOf(each, options.seeds, results));
    return {
      figures: {
        error: barFigure({
          title: 'Error with augmented training images',
          subtitle: `one layer of ${hidden.join()} units, ${options.epochs} epochs${overSeeds(options.seeds)}`,
          categories: findings.map(({ label }) => label),
          series: [
            { name: 'training', values: findings.map(({ train }) => 1 - train.mean) },
            { name: 'validation', values: findings.map(({ validation }) => 1 - validation.mean) },
          ],
          value: { label: 'error: wrong predictions', format: 'percent' },
        }),
      },
      table: {
        columns: [
          { label: 'augmentation' },
          ...['training accuracy', 'validation accuracy', 'gap'].map((label) => ({ label, numeric: true })),
        ],
        rows: findings.map(({ label, train, validation, gap }) => [
          label,
          spread(train),
          spread(validation),
          points(gap.mean),
        ]),
      },
      reading: readingOf(findings),
    };
  },
};

function conditions(options: PlanOptions): Condition[] {
  return kinds.map(([label, augment]) => ({ label, task: trainTask(options, { hidden, augment }) }));
}

function readingOf(findings: readonly Finding[]): string[] {
  const [none, ...changed] = findings;
  if (!none) return [];
  const gain = ({ label, validation }: Finding): string =>
    `${label} ${signed(validation.mean - none.validation.mean)}`;
  const winner = best(changed, ({ validation }) => validation.mean);
  const smallest = best(changed, ({ gap }) => -gap.mean);
  return [
    `On new images, against ${percent(none.validation.mean)} without: ${list(changed.map(gain))}.`,
    `${
      winner.validation.mean > none.validation.mean
        ? `The best, ${winner.label}, reaches ${percent(winner.validation.mean)}${
            isChance(winner, none, ({ validation }) => validation)
              ? ', a gain that another seed could reverse'
              : ''
          }`
        : 'None of them helps on new images'
    }; the gap of ${points(none.gap.mean)} ${
      smallest.gap.mean < none.gap.mean
        ? `shrinks the most, to ${points(smallest.gap.mean)}, with ${smallest.label}`
        : 'shrinks with none of them'
    }.`,
  ];
}

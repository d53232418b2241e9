import { barFigure } from '@atelier/plotting';
import type { Augmentation } from '@atelier/training';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best, differenceOf, isChance } from '../presenting/statistics.ts';
import {
  doubt,
  list,
  pointsOf,
  signed,
  signedNumber,
  sizeOf,
  spread,
  spreadNumber,
} from '../presenting/words.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { errorBars, lossBars } from './bars.ts';
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
  defaults: { epochs: 15, seeds: 3 },

  plan: (options) => trialsOf(conditions(options), options.seeds),

  present(options, results) {
    const findings = findingsOf(conditions(options), options.seeds, results);
    const none = findings[0]!;
    const subtitle = `one layer of ${hidden.join()} units, ${sizeOf(options)}`;
    return {
      figures: {
        error: barFigure({ title: 'Error with augmented training images', subtitle, ...errorBars(findings) }),
        loss: barFigure({ title: 'Loss with augmented training images', subtitle, ...lossBars(findings) }),
      },
      table: {
        columns: [
          { label: 'augmentation' },
          ...['training accuracy', 'validation accuracy', 'against none', 'gap', 'validation loss'].map(
            (label) => ({ label, numeric: true }),
          ),
        ],
        rows: findings.map(({ label, train, validation, gap, validationLoss }) => [
          label,
          spread(train),
          spread(validation),
          label === none.label ? '' : signed(differenceOf(validation, none.validation)),
          pointsOf(gap),
          spreadNumber(validationLoss),
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
  const gain = ({ validation }: Finding) => differenceOf(validation, none.validation);
  const loss = ({ validationLoss }: Finding) => differenceOf(validationLoss, none.validationLoss);
  const helping = changed.filter((each) => gain(each).mean > 0 && !isChance(gain(each)));
  const winner = best(changed, ({ validation }) => validation.mean);
  const smallest = best(changed, ({ gap }) => -gap.mean);
  return [
    `On new images, against ${spread(none.validation)} without: ${list(changed.map((each) => `${each.label} ${signed(gain(each))}`))}; the validation loss of ${spreadNumber(none.validationLoss)} changes by ${list(changed.map((each) => `${signedNumber(loss(each))} (${each.label})`))}.`,
    `${
      helping.length > 0
        ? `Beyond what another seed could make, ${list(helping.map(({ label }) => label))} help${helping.length === 1 ? 's' : ''}`
        : `The best is ${winner.label}, ${signed(gain(winner))}${doubt(gain(winner))}: none of them helps beyond chance`
    }; the gap of ${pointsOf(none.gap)} ${
      smallest.gap.mean < none.gap.mean
        ? `shrinks the most, to ${pointsOf(smallest.gap)}, with ${smallest.label}`
        : 'shrinks with none of them'
    }.`,
  ];
}

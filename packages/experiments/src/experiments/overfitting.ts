import { barFigure, lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best, differenceOf, isChance } from '../presenting/statistics.ts';
import {
  doubt,
  grouped,
  list,
  pointsOf,
  signed,
  signedNumber,
  sizeOf,
  spread,
  spreadNumber,
} from '../presenting/words.ts';
import { errorBars, lossBars } from './bars.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { bandNote, bandOf, meanCurve } from './curves.ts';
import { largeHidden, overfittingTask } from './large-network.ts';
import { trainTask } from './train-task.ts';

export const overfitting: Experiment = {
  name: 'overfitting',
  summary: 'a large net, long; then dropout, L2, augmentation, more data, each alone and together',
  question: 'How far do a network’s training and validation accuracy come apart, and what closes the gap?',
  defaults: { epochs: 30, seeds: 3 },

  plan: (options) => trialsOf(conditions(options), options.seeds),

  present(options, results) {
    const findings = findingsOf(conditions(options), options.seeds, results);
    const plain = findings[0]!;
    const winner = best(findings, ({ validation }) => validation.mean);
    const shown = winner === plain ? [plain] : [plain, winner];
    const subtitle = `${largeHidden.join(' and ')} units, ${sizeOf(options)}`;
    return {
      figures: {
        gap: barFigure({
          title: 'Training and validation error of each remedy',
          subtitle,
          ...errorBars(findings),
        }),
        loss: barFigure({
          title: 'Training and validation loss of each remedy',
          subtitle: `${subtitle}; with L2, its penalty is part of the loss`,
          ...lossBars(findings),
        }),
        curves: lineFigure({
          title: 'Loss, epoch by epoch',
          subtitle: `${sizeOf(options)}${bandNote(options.seeds)}${lossNote(shown)}`,
          x: { label: 'epoch', format: 'integer' },
          y: { label: 'loss', scale: 'log' },
          series: shown.flatMap((finding) => [
            {
              name: 'training',
              group: finding.label,
              mark: 'dots' as const,
              points: meanCurve(finding, 'loss'),
            },
            { name: 'validation', group: finding.label, ...bandOf(finding, 'valLoss') },
          ]),
        }),
      },
      table: {
        columns: [
          { label: 'remedy' },
          ...[
            'training images',
            'training accuracy',
            'validation accuracy',
            'against none',
            'gap',
            'validation loss',
          ].map((label) => ({ label, numeric: true })),
        ],
        rows: findings.map(({ label, outcomes, train, validation, gap, validationLoss }) => [
          label,
          grouped(outcomes[0]!.samples),
          spread(train),
          spread(validation),
          label === plain.label ? '' : signed(differenceOf(validation, plain.validation)),
          pointsOf(gap),
          spreadNumber(validationLoss),
        ]),
      },
      reading: readingOf(findings),
    };
  },
};

const dropout = { dropout: 0.4 };
const penalty = { l2: 1e-4 };
const augmentation = { augment: { shift: 1, flip: true } };

function conditions(options: PlanOptions): Condition[] {
  const moreData = { data: trainTask(options).data };
  const all = { ...dropout, ...penalty, ...augmentation };
  return [
    { label: 'none', task: overfittingTask(options) },
    { label: 'dropout 0.4', task: overfittingTask(options, dropout) },
    { label: 'L2 1e-4', task: overfittingTask(options, penalty) },
    { label: 'augmentation', task: overfittingTask(options, augmentation) },
    { label: 'five times the data', task: overfittingTask(options, moreData) },
    { label: 'dropout, L2, augmentation', task: overfittingTask(options, all) },
    { label: 'all four', task: overfittingTask(options, { ...all, ...moreData }) },
  ];
}

/** What the training losses that are drawn hold besides the cross-entropy of the images. */
function lossNote(shown: readonly Finding[]): string {
  const has = (test: (finding: Finding) => boolean): boolean => shown.some(test);
  const parts = [
    ...(has(({ task }) => task.dropout > 0) ? ['dropout'] : []),
    ...(has(({ task }) => Object.keys(task.augment).length > 0) ? ['augmentation'] : []),
  ];
  return [
    ...(parts.length > 0 ? [`; the training loss is measured with ${list(parts)}`] : []),
    ...(has(({ task }) => task.l2 > 0) ? ['; both losses hold an L2 penalty'] : []),
  ].join('');
}

function readingOf(findings: readonly Finding[]): string[] {
  const [plain, ...remedies] = findings;
  if (!plain) return [];
  const single = remedies.slice(0, 4);
  const closing = single.toSorted((a, b) => a.gap.mean - b.gap.mean)[0]!;
  const winner = best(remedies, ({ validation }) => validation.mean);
  const valLoss = meanCurve(plain, 'valLoss');
  const lowest = valLoss.length === 0 ? undefined : best(valLoss, ([, loss]) => -loss);
  const last = valLoss.at(-1);
  const turn =
    lowest && last && last[0] > lowest[0]
      ? `; its validation loss is lowest after epoch ${lowest[0]} (${lowest[1].toFixed(3)}) and ends at ${last[1].toFixed(3)}`
      : '';
  const gain = ({ validation }: Finding) => differenceOf(validation, plain.validation);
  const helps = single.filter((each) => gain(each).mean > 0 && !isChance(gain(each)));
  const unsure = single.filter((each) => isChance(gain(each)));
  const harms = single.filter((each) => gain(each).mean < 0 && !isChance(gain(each)));
  const said = (verb: string, some: readonly Finding[]): string[] =>
    some.length === 0
      ? []
      : [
          `${list(some.map((each) => `${each.label} (${signed(gain(each))})`))} ${verb}${some.length === 1 ? 's' : ''} it`,
        ];
  return [
    `Without a remedy the network reaches ${spread(plain.train)} on its own images and ${spread(plain.validation)} on new ones, a gap of ${pointsOf(plain.gap)}${turn}.`,
    `Alone, ${
      closing.gap.mean < plain.gap.mean
        ? `${closing.label} closes the gap the most (to ${pointsOf(closing.gap)})`
        : 'no remedy closes the gap'
    }. The validation accuracy: ${[
      ...said('raise', helps),
      ...said('lower', harms),
      ...(unsure.length === 0
        ? []
        : [
            `of ${list(unsure.map((each) => `${each.label} (${signed(gain(each))})`))} no difference that another seed could not make`,
          ]),
    ].join('; ')}. The best of all is ${winner.label} with ${spread(winner.validation)}${
      winner.validation.mean > plain.validation.mean
        ? doubt(gain(winner))
        : ', which is no better than no remedy'
    }.`,
    `The validation loss, ${spreadNumber(plain.validationLoss)} without, changes by ${list(
      single
        .filter(({ task }) => task.l2 === 0)
        .map(
          (each) =>
            `${signedNumber(differenceOf(each.validationLoss, plain.validationLoss))} (${each.label})`,
        ),
    )}.`,
  ];
}

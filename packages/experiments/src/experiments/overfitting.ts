import { barFigure, lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best } from '../presenting/statistics.ts';
import { grouped, list, overSeeds, percent, points, spread } from '../presenting/words.ts';
import { type Condition, type Finding, findingOf, meanCurve, trialsOf } from './condition.ts';
import { largeHidden, overfittingTask } from './large-network.ts';
import { trainTask } from './train-task.ts';

export const overfitting: Experiment = {
  name: 'overfitting',
  summary: 'a large net, long; then dropout, L2, augmentation, more data, each alone and together',
  question: 'How far do a network’s training and validation accuracy come apart, and what closes the gap?',
  defaults: { epochs: 30, seeds: 1 },

  plan: (options) => conditions(options).flatMap((each) => trialsOf(each, options.seeds)),

  present(options, results) {
    const findings = conditions(options).map((each) => findingOf(each, options.seeds, results));
    const plain = findings[0]!;
    const winner = best(findings, ({ validation }) => validation.mean);
    const shown = winner === plain ? [plain] : [plain, winner];
    return {
      figures: {
        gap: barFigure({
          title: 'Training and validation error of each remedy',
          subtitle: `${largeHidden.join(' and ')} units, ${options.epochs} epochs${overSeeds(options.seeds)}`,
          categories: findings.map(({ label }) => label),
          series: [
            { name: 'training', values: findings.map(({ train }) => 1 - train.mean) },
            { name: 'validation', values: findings.map(({ validation }) => 1 - validation.mean) },
          ],
          value: { label: 'error: wrong predictions', format: 'percent' },
        }),
        curves: lineFigure({
          title: 'Loss, epoch by epoch',
          subtitle:
            'both losses hold an L2 penalty; the training loss is measured with dropout and augmentation',
          x: { label: 'epoch', format: 'integer' },
          y: { label: 'loss', scale: 'log' },
          series: shown.flatMap((finding) => [
            {
              name: 'training',
              group: finding.label,
              mark: 'dots' as const,
              points: meanCurve(finding, 'loss'),
            },
            { name: 'validation', group: finding.label, points: meanCurve(finding, 'valLoss') },
          ]),
        }),
      },
      table: {
        columns: [
          { label: 'remedy' },
          ...['training images', 'training accuracy', 'validation accuracy', 'gap'].map((label) => ({
            label,
            numeric: true,
          })),
        ],
        rows: findings.map(({ label, outcomes, train, validation, gap }) => [
          label,
          grouped(outcomes[0]!.samples),
          spread(train),
          spread(validation),
          points(gap.mean),
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
  const helps = single.filter(({ validation }) => validation.mean > plain.validation.mean);
  const raised = ({ label, validation }: Finding): string =>
    `${label} by ${points(validation.mean - plain.validation.mean)}`;
  return [
    `Without a remedy the network reaches ${percent(plain.train.mean)} on its own images and ${percent(plain.validation.mean)} on new ones, a gap of ${points(plain.gap.mean)}${turn}.`,
    `Alone, ${
      closing.gap.mean < plain.gap.mean
        ? `${closing.label} closes the gap the most (to ${points(closing.gap.mean)})`
        : 'no remedy closes the gap'
    }, and ${
      helps.length === 0
        ? `none of the ${single.length} remedies raises the validation accuracy`
        : `${helps.length} of the ${single.length} remedies raise${helps.length === 1 ? 's' : ''} the validation accuracy: ${list(helps.map(raised))}`
    }; the best of all is ${winner.label} with ${percent(winner.validation.mean)}${
      winner.validation.mean > plain.validation.mean ? '' : ', which is no better than no remedy'
    }.`,
  ];
}

import { lineFigure } from '@atelier/plotting';
import { resolveOptimizer } from '@atelier/training';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { differenceOf, type Spread, spreadOf } from '../presenting/statistics.ts';
import { doubt, signed, signedNumber, sizeOf, spread, spreadNumber } from '../presenting/words.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { bandNote, bandOf } from './curves.ts';
import { trainTask } from './train-task.ts';

export const optimizerTerms: Experiment = {
  name: 'optimizer-terms',
  summary: 'rho of RMSprop, and Adam without its first moment and without its correction',
  question: 'What do RMSprop’s and Adam’s terms do, one by one?',
  defaults: { epochs: 5, seeds: 5 },

  plan: (options) => trialsOf(conditions(options), options.seeds),

  present(options, results) {
    const findings = findingsOf(conditions(options), options.seeds, results);
    const curves = (title: string, shown: readonly Finding[]) =>
      lineFigure({
        title,
        subtitle: `32 hidden units, rate 0.001, ${sizeOf(options)}${bandNote(options.seeds)}`,
        x: { label: 'epoch', format: 'integer' },
        y: { label: 'training loss', domain: [0, ceilingOf(findings)] },
        series: shown.map((finding) => ({ name: finding.label, ...bandOf(finding, 'loss') })),
      });
    return {
      figures: {
        rho: curves('RMSprop: how much history counts', findings.slice(0, 4)),
        correction: curves('With and without bias correction', [findings[3]!, findings[4]!, findings[5]!]),
      },
      table: {
        columns: [
          { label: 'optimizer' },
          ...['loss of the first epoch', 'validation accuracy', 'validation loss'].map((label) => ({
            label,
            numeric: true,
          })),
        ],
        rows: findings.map((finding) => [
          finding.label,
          spreadNumber(firstLoss(finding)),
          spread(finding.validation),
          spreadNumber(finding.validationLoss),
        ]),
      },
      reading: readingOf(findings),
    };
  },
};

function conditions(options: PlanOptions): Condition[] {
  const rmsprop = (rho: number): Condition => ({
    label: `rmsprop, rho ${rho}`,
    task: trainTask(options, { optimizer: resolveOptimizer({ name: 'rmsprop', rho }) }),
  });
  const adam = (beta1: number): Condition => ({
    label: `adam, beta1 ${beta1}`,
    task: trainTask(options, { optimizer: resolveOptimizer({ name: 'adam', beta1, beta2: 0.999 }) }),
  });
  return [rmsprop(0), rmsprop(0.9), rmsprop(0.99), rmsprop(0.999), adam(0), adam(0.9)];
}

function ceilingOf(findings: readonly Finding[]): number {
  const losses = findings.flatMap((finding) => firstLoss(finding).values);
  return Math.max(0.5, ...losses.filter(Number.isFinite)) * 1.05;
}

function firstLoss({ outcomes }: Finding): Spread {
  return spreadOf(outcomes.map(({ history }) => history[0]?.loss ?? Number.NaN));
}

function readingOf(findings: readonly Finding[]): string[] {
  const [sign, usual, , long, corrected, momentum] = findings;
  if (!sign || !usual || !long || !corrected || !momentum) return [];
  const history = differenceOf(usual.validation, sign.validation);
  const correction = differenceOf(firstLoss(corrected), firstLoss(long));
  const late = differenceOf(corrected.validation, long.validation);
  const first = differenceOf(momentum.validation, corrected.validation);
  return [
    `With rho 0 only the present gradient counts, and each step is the rate times its sign; rho 0.9 changes the validation accuracy of ${spread(sign.validation)} by ${signed(history)}${doubt(history)}.`,
    `RMSprop with rho 0.999 and Adam with beta1 0 and beta2 0.999 differ by the bias correction (and where epsilon is added). It changes the loss of the first epoch by ${signedNumber(correction)}${doubt(correction)}, and the validation accuracy in the end by ${signed(late)}${doubt(late)}.`,
    `The first moment, beta1 0.9 against 0, changes the validation accuracy by ${signed(first)}${doubt(first)}.`,
  ];
}

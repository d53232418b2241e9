import { lineFigure } from '@atelier/plotting';
import type { OptimizerName } from '@atelier/training';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best, differenceOf } from '../presenting/statistics.ts';
import { doubt, list, number, percent, points, pointsOf, sizeOf, spread } from '../presenting/words.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { bandNote, bandOf } from './curves.ts';
import { optimizerAt, trainTask } from './train-task.ts';

const names = ['sgd', 'momentum', 'rmsprop', 'adam'] as const;
/** Multiples of an optimizer's default rate. */
const factors = [0.1, 0.3, 1, 3, 10, 30];

export const optimizers: Experiment = {
  name: 'optimizers',
  summary: 'SGD, momentum, RMSprop and Adam with their default rates, then each at its best',
  question:
    'How do the optimizers compare with their defaults, and how when each has its best learning rate?',
  defaults: { epochs: 10, seeds: 3 },

  plan: (options) => names.flatMap((name) => trialsOf(conditionsOf(name, options), options.seeds)),

  present(options, results) {
    const all = names.map((name) => {
      const findings = findingsOf(conditionsOf(name, options), options.seeds, results);
      const byDefault = findings[factors.indexOf(1)]!;
      const atBest = best(findings, ({ validation }) => validation.mean);
      return { name, byDefault, atBest };
    });
    const curves = (title: string, pick: (each: (typeof all)[number]) => Finding) =>
      lineFigure({
        title,
        subtitle: `one hidden layer of 32 units, ${sizeOf(options)}${bandNote(options.seeds)}`,
        x: { label: 'epoch', format: 'integer' },
        y: { label: 'training loss', domain: [0, ceilingOf(all.map(pick))] },
        series: all.flatMap((each) => {
          const curve = bandOf(pick(each), 'loss');
          const rate = number(pick(each).task.optimizer.learningRate);
          return curve.points.length === 0 ? [] : [{ name: `${each.name} ${rate}`, ...curve }];
        }),
      });
    return {
      figures: {
        defaults: curves('Training loss with default rates', ({ byDefault }) => byDefault),
        best: curves('Training loss, each at its best rate', ({ atBest }) => atBest),
      },
      table: {
        columns: [
          { label: 'optimizer' },
          ...['default rate', 'validation accuracy', 'best rate', 'validation accuracy at best'].map(
            (label) => ({
              label,
              numeric: true,
            }),
          ),
        ],
        rows: all.map(({ name, byDefault, atBest }) => [
          name,
          number(byDefault.task.optimizer.learningRate),
          spread(byDefault.validation),
          number(atBest.task.optimizer.learningRate),
          spread(atBest.validation),
        ]),
      },
      reading: readingOf(all),
    };
  },
};

function conditionsOf(name: OptimizerName, options: PlanOptions): Condition[] {
  const { learningRate } = optimizerAt(name);
  return factors.map((factor) => {
    // 3 * 0.001 is 0.003, not 0.0030000000000000001.
    const rate = Number((factor * learningRate).toPrecision(6));
    return {
      label: `${name} ${number(rate)}`,
      task: trainTask(options, { optimizer: optimizerAt(name, rate) }),
    };
  });
}

function readingOf(
  all: readonly { readonly name: string; readonly byDefault: Finding; readonly atBest: Finding }[],
): string[] {
  const score = (finding: Finding): number => finding.validation.mean;
  const ranked = all.toSorted((a, b) => score(b.byDefault) - score(a.byDefault));
  const spans = (pick: (each: (typeof all)[number]) => Finding): number => {
    const scores = all.map((each) => score(pick(each)));
    return Math.max(...scores) - Math.min(...scores);
  };
  const [before, after] = [spans(({ byDefault }) => byDefault), spans(({ atBest }) => atBest)];
  const winner = best(all, ({ atBest }) => score(atBest));
  const last = best(all, ({ atBest }) => -score(atBest));
  const lead = differenceOf(winner.atBest.validation, last.atBest.validation);
  return [
    `With default rates the validation accuracies are ${list(ranked.map(({ name, byDefault }) => `${percent(score(byDefault))} (${name})`))}, ${points(before)} apart.`,
    `Each at its best rate (${list(all.map(({ name, atBest }) => `${name} ${number(atBest.task.optimizer.learningRate)}`))}) they are ${pointsOf(lead)} apart${doubt(lead)}, with ${winner.name} first (${percent(score(winner.atBest))}): ${
      after >= before
        ? 'the rate does not explain the difference.'
        : `${after <= before / 2 ? 'most' : 'some'} of what looked like a better optimizer was a better rate.`
    }`,
  ];
}

/** From 0, so that small differences look small; a loss above the first epoch's own scale is cut off. */
function ceilingOf(findings: readonly Finding[]): number {
  const losses = findings.flatMap((finding) => bandOf(finding, 'loss').points.map(([, loss]) => loss));
  return Math.min(3, Math.max(0.1, ...losses.filter(Number.isFinite)) * 1.05);
}

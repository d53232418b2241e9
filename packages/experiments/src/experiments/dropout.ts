import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best } from '../presenting/statistics.ts';
import { percent, points, spread, withRange } from '../presenting/words.ts';
import { type Condition, curveOver, type Finding, findingOf, isChance, trialsOf } from './condition.ts';
import { largeHidden, overfittingTask } from './large-network.ts';

const rates = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

export const dropout: Experiment = {
  name: 'dropout',
  summary: 'rates from 0 to 0.7 on a network that overfits',
  question: 'How do the gap and the validation accuracy follow the dropout rate?',
  defaults: { epochs: 30, seeds: 1 },

  plan: (options) => conditions(options).flatMap((each) => trialsOf(each, options.seeds)),

  present(options, results) {
    const findings = conditions(options).map((each) => findingOf(each, options.seeds, results));
    const rate = ({ task }: Finding): number => task.dropout;
    return {
      figures: {
        accuracy: lineFigure({
          title: 'Accuracy against the dropout rate',
          subtitle: `${largeHidden.join(' and ')} units, ${options.epochs} epochs${withRange(options.seeds)}`,
          x: { label: 'dropout rate' },
          y: { label: 'accuracy', format: 'percent' },
          series: [
            curveOver('training', findings, rate, ({ train }) => train),
            curveOver('validation', findings, rate, ({ validation }) => validation),
          ],
        }),
      },
      table: {
        columns: ['dropout rate', 'training accuracy', 'validation accuracy', 'gap'].map((label) => ({
          label,
          numeric: true,
        })),
        rows: findings.map(({ task, train, validation, gap }) => [
          task.dropout,
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
  return rates.map((rate) => ({
    label: `dropout ${rate}`,
    task: overfittingTask(options, { dropout: rate }),
  }));
}

function readingOf(findings: readonly Finding[]): string[] {
  const [without, highest] = [findings[0]!, findings.at(-1)!];
  const winner = best(findings, ({ validation }) => validation.mean);
  const gain = winner.validation.mean - without.validation.mean;
  const shrinks = findings.every(
    (finding, index) => index === 0 || finding.gap.mean < findings[index - 1]!.gap.mean,
  );
  return [
    `The gap goes from ${points(without.gap.mean)} without dropout to ${points(highest.gap.mean)} at a rate of ${highest.task.dropout}${
      shrinks ? ', smaller at every step' : ', not smaller at every step'
    }.`,
    gain > 0
      ? `The validation accuracy is highest at ${winner.task.dropout} (${percent(winner.validation.mean)}, ${points(gain)} above none${
          isChance(winner, without, ({ validation }) => validation)
            ? ', a difference that another seed could reverse'
            : ''
        }) and ${percent(highest.validation.mean)} at ${highest.task.dropout}.`
      : `No rate does better on new images than none (${percent(without.validation.mean)}): the claim is not supported here.`,
  ];
}

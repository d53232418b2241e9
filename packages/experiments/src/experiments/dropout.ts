import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best, differenceOf, isChance, type Spread } from '../presenting/statistics.ts';
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
import { accuracyAxis, curveOver, lossAxis } from './curves.ts';
import { largeHidden, overfittingTask } from './large-network.ts';

const rates = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

export const dropout: Experiment = {
  name: 'dropout',
  summary: 'rates from 0 to 0.7 on a network that overfits',
  question: 'How do the gap, the validation accuracy and the validation loss follow the dropout rate?',
  defaults: { epochs: 30, seeds: 5 },

  plan: (options) => trialsOf(conditions(options), options.seeds),

  present(options, results) {
    const findings = findingsOf(conditions(options), options.seeds, results);
    const rate = ({ task }: Finding): number => task.dropout;
    const x = { label: 'dropout rate' };
    const subtitle = `${largeHidden.join(' and ')} units, ${sizeOf(options)}`;
    const both = (pick: (finding: Finding) => readonly Spread[]): Spread[] => findings.flatMap(pick);
    return {
      figures: {
        accuracy: lineFigure({
          title: 'Accuracy against the dropout rate',
          subtitle,
          x,
          y: accuracyAxis(
            'accuracy',
            both(({ train, validation }) => [train, validation]),
          ),
          series: [
            ...curveOver('training', findings, rate, ({ train }) => train),
            ...curveOver('validation', findings, rate, ({ validation }) => validation),
          ],
        }),
        loss: lineFigure({
          title: 'Loss against the dropout rate',
          subtitle: `${subtitle}; measured without dropout`,
          x,
          y: lossAxis(
            'loss',
            both(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]),
          ),
          series: [
            ...curveOver('training', findings, rate, ({ trainLoss }) => trainLoss),
            ...curveOver('validation', findings, rate, ({ validationLoss }) => validationLoss),
          ],
        }),
      },
      table: {
        columns: [
          'dropout rate',
          'training accuracy',
          'validation accuracy',
          'against none',
          'gap',
          'validation loss',
          'loss against none',
        ].map((label) => ({ label, numeric: true })),
        rows: findings.map(({ task, train, validation, gap, validationLoss }) => [
          task.dropout,
          spread(train),
          spread(validation),
          task.dropout === 0 ? '' : signed(differenceOf(validation, findings[0]!.validation)),
          pointsOf(gap),
          spreadNumber(validationLoss),
          task.dropout === 0 ? '' : signedNumber(differenceOf(validationLoss, findings[0]!.validationLoss)),
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
  const calmest = best(findings, ({ validationLoss }) => -validationLoss.mean);
  const gain = differenceOf(winner.validation, without.validation);
  const relief = differenceOf(calmest.validationLoss, without.validationLoss);
  const equals = findings.filter(
    (each) => each !== winner && isChance(differenceOf(winner.validation, each.validation)),
  );
  const shrinks = findings.every(
    (finding, index) => index === 0 || finding.gap.mean < findings[index - 1]!.gap.mean,
  );
  return [
    `The gap goes from ${pointsOf(without.gap)} without dropout to ${pointsOf(highest.gap)} at a rate of ${highest.task.dropout}${
      shrinks ? ', smaller at every step' : ', not smaller at every step'
    }.`,
    calmest === without
      ? `No rate has a lower validation loss than none (${spreadNumber(without.validationLoss)}).`
      : `The validation loss falls from ${spreadNumber(without.validationLoss)} without dropout to ${spreadNumber(calmest.validationLoss)} at ${calmest.task.dropout}, a change of ${signedNumber(relief)}${doubt(relief)}.`,
    winner === without
      ? `No rate does better on new images than none (${spread(without.validation)}): the claim is not supported by the accuracy.`
      : `The validation accuracy is highest at ${winner.task.dropout} (${spread(winner.validation)}, ${signed(gain)} against none${doubt(gain)})${
          equals.length === 0
            ? ''
            : `; ${list(equals.map(({ task }) => (task.dropout === 0 ? 'none' : String(task.dropout))))} cannot be told apart from it`
        }. At ${highest.task.dropout} it is ${spread(highest.validation)}.`,
  ];
}

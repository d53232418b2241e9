import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { differenceOf, isChance } from '../presenting/statistics.ts';
import { doubt, grouped, signed, sizeOf, spread, spreadNumber } from '../presenting/words.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { accuracyAxis } from './curves.ts';
import { trainTask } from './train-task.ts';

export const hiddenLayer: Experiment = {
  name: 'hidden-layer',
  summary: 'no hidden layer, linear ones and relu ones: what the bend in relu is good for',
  question: 'What does a hidden layer add, and what is left of it without a nonlinear activation?',
  defaults: { epochs: 20, seeds: 5 },

  plan: (options) => trialsOf(conditions(options), options.seeds),

  present(options, results) {
    const findings = findingsOf(conditions(options), options.seeds, results);
    const none = findings[0]!;
    return {
      figures: {
        accuracy: lineFigure({
          title: 'Validation accuracy with linear and with relu layers',
          subtitle: `${sizeOf(options)}: a dot for each`,
          x: {
            label: 'network',
            format: 'integer',
            domain: [0.5, findings.length + 0.5],
            ticks: findings.map((_, index) => index + 1),
          },
          y: accuracyAxis(
            'validation accuracy',
            findings.map(({ validation }) => validation),
          ),
          series: findings.map(({ label, validation }, index) => ({
            name: label,
            mark: 'dots',
            points: validation.values.map((value) => [index + 1, value] as const),
          })),
        }),
      },
      table: {
        columns: [
          { label: 'hidden layers' },
          ...[
            'parameters',
            'training accuracy',
            'validation accuracy',
            'against none',
            'validation loss',
          ].map((label) => ({ label, numeric: true })),
        ],
        rows: findings.map((finding) => [
          finding.label,
          grouped(finding.parameters),
          spread(finding.train),
          spread(finding.validation),
          finding === none ? '' : signed(differenceOf(finding.validation, none.validation)),
          spreadNumber(finding.validationLoss),
        ]),
      },
      reading: readingOf(findings),
    };
  },
};

function conditions(options: PlanOptions): Condition[] {
  return [
    { label: 'none', task: trainTask(options, { hidden: [] }) },
    { label: 'linear 32', task: trainTask(options, { hidden: [32], activation: 'linear' }) },
    { label: 'linear 32, 32', task: trainTask(options, { hidden: [32, 32], activation: 'linear' }) },
    { label: 'relu 32', task: trainTask(options, { hidden: [32] }) },
    { label: 'relu 32, 32', task: trainTask(options, { hidden: [32, 32] }) },
  ];
}

function readingOf([none, linear, linears, relu]: readonly Finding[]): string[] {
  if (!none || !linear || !linears || !relu) return [];
  const gain = ({ validation }: Finding) => differenceOf(validation, none.validation);
  const bend = differenceOf(relu.validation, linear.validation);
  return [
    `Without a hidden layer ${spread(none.validation)} of the validation images are classified correctly. One linear layer of 32 units changes that by ${signed(gain(linear))}${doubt(gain(linear))}, two by ${signed(gain(linears))}${doubt(gain(linears))}: ${
      [linear, linears].every((each) => isChance(gain(each)) || gain(each).mean <= 0)
        ? 'linear layers add parameters, and nothing else.'
        : 'that linear layers add nothing is not supported here.'
    }`,
    `The same 32 units with relu have ${spread(relu.validation)}, ${signed(bend)} against linear ones${doubt(bend)}${
      bend.mean > 0 && !isChance(bend) ? ': the bend is what makes a layer.' : '.'
    }`,
  ];
}

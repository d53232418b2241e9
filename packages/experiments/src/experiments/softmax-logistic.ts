import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { best } from '../presenting/statistics.ts';
import { count, grouped, number, percent } from '../presenting/words.ts';
import type { Results } from '../results.ts';
import type { SoftmaxLogisticOutcome, SoftmaxLogisticTask } from '../tasks/softmax-logistic.ts';
import { type Trial, withSeeds } from '../trial.ts';

/** T-shirt/top and shirt in Fashion-MNIST, two classes that are hard to tell apart; of fewer classes the first two. */
function pairOf(classes: number): readonly [number, number] {
  return classes > 6 ? [0, 6] : [0, 1];
}

const learningRate = 0.01;
const tolerance = 1e-5;

export const softmaxLogistic: Experiment = {
  name: 'softmax-logistic',
  summary: 'two classes: softmax against one sigmoid at twice the rate, step for step the same',
  question: 'Is softmax over two classes the same as logistic regression, over a whole training?',
  defaults: { epochs: 10, seeds: 3 },

  plan: (options) => [...trialsAt(2, options), ...trialsAt(1, options)],

  present(options, results) {
    const doubled = outcomeAt(2, options, results);
    const same = outcomeAt(1, options, results);
    const series = [
      { name: 'sigmoid at twice the rate', outcome: doubled },
      { name: 'sigmoid at the same rate', outcome: same },
    ];
    return {
      figures: {
        difference: lineFigure({
          title: 'Largest difference of the two models’ probabilities',
          subtitle: `over ${grouped(doubled.samples.test)} test images of two classes, the largest of ${count(options.seeds, 'seed')}`,
          x: { label: 'epoch', format: 'integer' },
          y: { label: 'difference', scale: 'log' },
          series: series.map(({ name, outcome }) => ({
            name,
            mark: 'line-and-dots',
            // A logarithmic axis cannot show a difference of exactly 0.
            points: outcome.epochs.map(({ epoch, difference }) => [epoch, Math.max(difference, 1e-9)]),
          })),
          rules: [{ axis: 'y', value: tolerance, label: number(tolerance) }],
        }),
      },
      table: {
        columns: [
          'epoch',
          'difference at twice the rate',
          'difference at the same rate',
          'accuracy, softmax',
          'accuracy, sigmoid at twice the rate',
        ].map((label) => ({ label, numeric: true })),
        rows: doubled.epochs.map(({ epoch, difference, softmaxAccuracy, logisticAccuracy }, index) => [
          epoch,
          difference.toExponential(1),
          same.epochs[index]!.difference.toExponential(1),
          percent(softmaxAccuracy),
          percent(logisticAccuracy),
        ]),
      },
      reading: readingOf(doubled, same, options),
    };
  },
};

type SoftmaxLogisticTrial = Trial & { readonly task: SoftmaxLogisticTask };

function trialsAt(
  rateFactor: number,
  { epochs, limit, seeds, classes }: PlanOptions,
): SoftmaxLogisticTrial[] {
  const task: SoftmaxLogisticTask = {
    kind: 'softmax-logistic',
    classes: pairOf(classes),
    learningRate,
    rateFactor,
    batchSize: 32,
    epochs,
    data: { limit, validation: { kind: 'none' }, size: null },
  };
  return withSeeds(`sigmoid at ${rateFactor} times the rate`, task, seeds).map((trial) => ({
    ...trial,
    task,
  }));
}

/** Of the seed with the largest difference. */
function outcomeAt(rateFactor: number, options: PlanOptions, results: Results): SoftmaxLogisticOutcome {
  const outcomes = trialsAt(rateFactor, options).map((trial) => results.outcome<'softmax-logistic'>(trial));
  return best(outcomes, largest);
}

function largest({ epochs }: SoftmaxLogisticOutcome): number {
  return Math.max(...epochs.map(({ difference }) => difference));
}

function readingOf(
  doubled: SoftmaxLogisticOutcome,
  same: SoftmaxLogisticOutcome,
  { epochs }: PlanOptions,
): string[] {
  const steps = epochs * Math.ceil(doubled.samples.train / 32);
  return [
    `Before training and after ${epochs === 1 ? 'the one epoch' : `each of ${epochs} epochs`} (${grouped(steps)} steps in all) the probabilities of the softmax and of the sigmoid at twice the rate differ by ${number(largest(doubled))} at most, the weights in the end by ${number(doubled.weightDifference)}: ${
      largest(doubled) <= tolerance
        ? `within ${number(tolerance)}, the two are the same model, as the algebra says.`
        : `more than ${number(tolerance)}, which contradicts the algebra.`
    }`,
    `At the same rate they differ by up to ${number(largest(same))}: the doubled rate ${
      largest(same) > 100 * largest(doubled)
        ? 'is what makes them equal.'
        : 'is not what makes them equal here.'
    }`,
  ];
}

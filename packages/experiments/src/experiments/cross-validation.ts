import { barFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import {
  differenceOf,
  isChance,
  mean,
  spreadOf,
  type Spread,
  standardDeviation,
} from '../presenting/statistics.ts';
import { doubt, percent, signed, sizeOf, spread } from '../presenting/words.ts';
import type { Results } from '../results.ts';
import { barOf, barsOf } from './bars.ts';
import { type Condition, type Finding, findingOf, findingsOf, trialsOf } from './condition.ts';
import { trainTask } from './train-task.ts';

const folds = 5;

export const crossValidation: Experiment = {
  name: 'cross-validation',
  summary: 'five stratified folds: mean and deviation, against the test accuracy',
  question: 'How well does cross-validation, which sees no test image, predict the test accuracy?',
  defaults: { epochs: 10, seeds: 3 },

  plan: (options) => trialsOf([...foldConditions(options), whole(options)], options.seeds),

  present(options, results) {
    const { parts, estimate, final } = measure(options, results);
    const bars = [...parts.map(({ validation }) => validation), estimate, final.test].map((accuracy) =>
      barOf(accuracy, (value) => 1 - value),
    );
    return {
      figures: {
        folds: barFigure({
          title: 'Validation error of each fold',
          subtitle: `32 hidden units, ${sizeOf(options)}; the dots of the mean are the folds`,
          categories: [
            ...parts.map(({ label }) => label),
            'mean of the folds',
            'trained on all, test images',
          ],
          series: [{ name: 'error', ...barsOf(bars) }],
          value: { label: 'error: wrong predictions', format: 'percent' },
        }),
      },
      table: {
        columns: [
          { label: 'part' },
          { label: 'validation accuracy', numeric: true },
          { label: 'test accuracy', numeric: true },
        ],
        rows: [
          ...parts.map(({ label, validation, test }) => [label, spread(validation), spread(test)]),
          ['mean of the folds', spread(overFolds(parts, validationOf)), spread(overFolds(parts, testOf))],
          ['trained on all', '', spread(final.test)],
        ],
      },
      reading: readingOf(parts, estimate, final),
    };
  },
};

function foldConditions(options: PlanOptions): Condition[] {
  return Array.from({ length: folds }, (_, index) => ({
    label: `fold ${index + 1}`,
    task: trainTask(options, {
      data: { limit: options.limit, validation: { kind: 'fold', index, folds }, size: null },
    }),
  }));
}

function whole(options: PlanOptions): Condition {
  const data = { limit: options.limit, validation: { kind: 'none' }, size: null } as const;
  return { label: 'all images', task: trainTask(options, { data }) };
}

function measure(
  options: PlanOptions,
  results: Results,
): { readonly parts: readonly Finding[]; readonly estimate: Spread; readonly final: Finding } {
  const parts = findingsOf(foldConditions(options), options.seeds, results);
  return {
    parts,
    estimate: spreadOf(parts.map(({ validation }) => validation.mean)),
    final: findingOf(whole(options), options.seeds, results),
  };
}

/** Of each seed, the mean over its folds. */
function overFolds(parts: readonly Finding[], pick: (part: Finding) => Spread): Spread {
  const [first] = parts;
  return spreadOf(
    pick(first!).values.map((_, seed) => mean(parts.map((part) => pick(part).values[seed] ?? Number.NaN))),
  );
}

function readingOf(parts: readonly Finding[], estimate: Spread, final: Finding): string[] {
  const [onFolds, onTest] = [overFolds(parts, validationOf), overFolds(parts, testOf)];
  const deviation = standardDeviation(estimate.values);
  const difference = differenceOf(final.test, onFolds);
  const within = Math.abs(difference.mean) <= 2 * deviation;
  const harder = differenceOf(onTest, onFolds);
  const more = differenceOf(final.test, onTest);
  return [
    `The ${folds} folds give ${percent(estimate.mean, 2)} ± ${(100 * deviation).toFixed(2)}% (standard deviation); the network trained on all images has ${percent(final.test.mean, 2)} on the test images, ${signed(difference, 2)} against that${doubt(difference)}.`,
    `That is ${
      within
        ? 'within two standard deviations of the folds: cross-validation predicts the test accuracy.'
        : 'more than two standard deviations of the folds, so cross-validation does not predict the test accuracy to that precision.'
    } The networks of the folds have ${percent(onTest.mean, 2)} on the test images, ${signed(harder, 2)} against what they have on their folds${doubt(harder)}${
      isChance(harder) ? '' : `: the test images are a little ${harder.mean < 0 ? 'harder' : 'easier'}`
    }. The network trained on all images changes that by ${signed(more, 2)}${doubt(more)}.`,
  ];
}

const validationOf = ({ validation }: Finding): Spread => validation;
const testOf = ({ test }: Finding): Spread => test;

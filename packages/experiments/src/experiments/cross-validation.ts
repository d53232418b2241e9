import { barFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { spreadOf, type Spread, standardDeviation } from '../presenting/statistics.ts';
import { percent, points, sizeOf, spread } from '../presenting/words.ts';
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
          ['mean of the folds', spread(estimate), ''],
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

function readingOf(parts: readonly Finding[], estimate: Spread, final: Finding): string[] {
  const difference = estimate.mean - final.test.mean;
  const deviation = standardDeviation(estimate.values);
  const within = Math.abs(difference) <= 2 * deviation;
  const onTest = spreadOf(parts.map(({ test }) => test.mean)).mean;
  const nearWhole = Math.abs(onTest - final.test.mean) < Math.abs(onTest - estimate.mean);
  return [
    `The ${folds} folds give ${percent(estimate.mean, 2)} ± ${(100 * deviation).toFixed(2)}% (standard deviation); the network trained on all images has ${percent(final.test.mean, 2)} on the test images, ${points(Math.abs(difference), 2)} ${difference > 0 ? 'less' : 'more'}.`,
    `That is ${
      within
        ? 'within two standard deviations of the folds: cross-validation predicts the test accuracy.'
        : 'more than two standard deviations of the folds, so cross-validation does not predict the test accuracy to that precision.'
    } The networks of the folds have ${percent(onTest, 2)} on the test images, ${
      nearWhole
        ? 'closer to the network trained on all images than to what they have on their folds'
        : 'closer to what they have on their folds than to the network trained on all images'
    }${
      within
        ? '.'
        : nearWhole
          ? ': the test images are another sample, and a slightly different one.'
          : ': what the network trained on all images learnt from more of them makes the difference.'
    }`,
  ];
}

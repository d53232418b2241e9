import { barFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { overSeeds, percent, points, spread } from '../presenting/words.ts';
import type { Results } from '../results.ts';
import { type Condition, type Finding, findingOf, type Spread, spreadOf, trialsOf } from './condition.ts';
import { trainTask } from './train-task.ts';

const folds = 5;

export const crossValidation: Experiment = {
  name: 'cross-validation',
  summary: 'five stratified folds: mean and deviation, against the test accuracy',
  question: 'How well does cross-validation, which sees no test image, predict the test accuracy?',
  defaults: { epochs: 10, seeds: 1 },

  plan: (options) =>
    [...foldConditions(options), whole(options)].flatMap((each) => trialsOf(each, options.seeds)),

  present(options, results) {
    const { parts, estimate, final } = measure(options, results);
    const errors = [...parts.map(({ validation }) => validation.mean), estimate.mean, final.test.mean].map(
      (accuracy) => 1 - accuracy,
    );
    return {
      figures: {
        folds: barFigure({
          title: 'Validation error of each fold',
          subtitle: `32 hidden units, ${options.epochs} epochs${overSeeds(options.seeds)}`,
          categories: [
            ...parts.map(({ label }) => label),
            'mean of the folds',
            'trained on all, test images',
          ],
          series: [
            {
              name: 'error',
              values: errors,
              spread: errors.map((error, index): [number, number] =>
                index === folds ? [error - estimate.deviation, error + estimate.deviation] : [error, error],
              ),
            },
          ],
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
  const parts = foldConditions(options).map((each) => findingOf(each, options.seeds, results));
  return {
    parts,
    estimate: spreadOf(parts.map(({ validation }) => validation.mean)),
    final: findingOf(whole(options), options.seeds, results),
  };
}

function readingOf(parts: readonly Finding[], estimate: Spread, final: Finding): string[] {
  const difference = estimate.mean - final.test.mean;
  const within = Math.abs(difference) <= 2 * estimate.deviation;
  const onTest = spreadOf(parts.map(({ test }) => test.mean)).mean;
  const nearWhole = Math.abs(onTest - final.test.mean) < Math.abs(onTest - estimate.mean);
  return [
    `The ${folds} folds give ${percent(estimate.mean, 2)} ± ${(100 * estimate.deviation).toFixed(2)}%; the network trained on all images has ${percent(final.test.mean, 2)} on the test images, ${points(Math.abs(difference), 2)} ${difference > 0 ? 'less' : 'more'}.`,
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

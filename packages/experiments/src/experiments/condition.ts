import type { Series } from '@atelier/plotting';
import type { Results } from '../results.ts';
import type { Measure, TrainOutcome, TrainTask } from '../tasks/train.ts';
import { type Trial, withSeeds } from '../trial.ts';
import { mean, range, standardDeviation } from '../presenting/statistics.ts';

/** One setting of a grid, tried with every seed. */
export interface Condition {
  readonly label: string;
  readonly task: TrainTask;
}

export type TrainTrial = Trial & { readonly task: TrainTask };

/** The trials of a condition. */
export function trialsOf({ label, task }: Condition, seeds: number): TrainTrial[] {
  return withSeeds(label, task, seeds).map((trial) => ({ ...trial, task }));
}

/** A number over the seeds. */
export interface Spread {
  readonly mean: number;
  /** Of the sample; 0 with one seed. */
  readonly deviation: number;
  readonly range: readonly [low: number, high: number];
}

/** The results of a condition, over its seeds. */
export interface Finding extends Condition {
  readonly outcomes: readonly TrainOutcome[];
  readonly parameters: number;
  /** Whether one of the seeds diverged. */
  readonly diverged: boolean;
  readonly train: Spread;
  /** Of the held-out images; of the test images where none were held out. */
  readonly validation: Spread;
  readonly test: Spread;
  /** Training minus validation accuracy. */
  readonly gap: Spread;
}

export function findingOf(condition: Condition, seeds: number, results: Results): Finding {
  const outcomes = trialsOf(condition, seeds).map((trial) => results.outcome<'train'>(trial));
  const held = ({ validation, test }: TrainOutcome): Measure => validation ?? test;
  const over = (pick: (outcome: TrainOutcome) => number): Spread => spreadOf(outcomes.map(pick));
  return {
    ...condition,
    outcomes,
    parameters: outcomes[0]?.parameters ?? 0,
    diverged: outcomes.some(({ status }) => status === 'diverged'),
    train: over(({ train }) => train.accuracy),
    validation: over((outcome) => held(outcome).accuracy),
    test: over(({ test }) => test.accuracy),
    gap: over((outcome) => outcome.train.accuracy - held(outcome).accuracy),
  };
}

export function spreadOf(values: readonly number[]): Spread {
  return { mean: mean(values), deviation: standardDeviation(values), range: range(values) };
}

/** On the full data set, accuracies over seeds have standard deviations up to about a point; see `width-vs-depth`. */
const leastDoubt = 0.01;

/**
 * The difference of accuracies that is significant after one seed: the variation between seeds, and two standard errors
 * (at most 1/2√m each) of an accuracy on m held-out images. Of Fashion-MNIST's 10,000 these are the same.
 */
export function doubtOf({ task }: Condition): number {
  const { limit, validation } = task.data;
  switch (validation.kind) {
    case 'holdout':
      return Math.max(leastDoubt, 1 / Math.sqrt(limit * validation.fraction));
    case 'fold':
      return Math.max(leastDoubt, Math.sqrt(validation.folds / limit));
    case 'none':
      return leastDoubt;
  }
}

/** Whether other seeds could reverse the difference of two accuracies: it is within two of its standard errors. */
export function isChance(a: Finding, b: Finding, pick: (finding: Finding) => Spread): boolean {
  const seeds = a.outcomes.length;
  const [one, other] = [pick(a), pick(b)];
  const doubt = seeds === 1 ? doubtOf(a) : 2 * Math.sqrt((one.deviation ** 2 + other.deviation ** 2) / seeds);
  return Math.abs(one.mean - other.mean) <= doubt;
}

/** A curve over conditions: means, and of several seeds the lowest and the highest. */
export function curveOver(
  name: string,
  findings: readonly Finding[],
  at: (finding: Finding, index: number) => number,
  pick: (finding: Finding) => Spread,
): Series {
  const several = findings.some(({ outcomes }) => outcomes.length > 1);
  return {
    name,
    mark: 'line-and-dots',
    points: findings.map((finding, index) => [at(finding, index), pick(finding).mean]),
    ...(several && { spread: findings.map((finding) => pick(finding).range) }),
  };
}

/** `[epoch, mean over the seeds]` of a figure of the history, as far as every seed went. */
export function meanCurve(
  { outcomes }: Finding,
  figure: 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy',
): [epoch: number, value: number][] {
  const epochs = Math.min(...outcomes.map(({ history }) => history.length));
  return Array.from({ length: epochs }, (_, index) => [
    index + 1,
    mean(outcomes.map(({ history }) => history[index]?.[figure] ?? Number.NaN)),
  ]);
}

import type { Results } from '../results.ts';
import type { Measure, TrainOutcome, TrainTask } from '../tasks/train.ts';
import { type Trial, withSeeds } from '../trial.ts';
import { type Spread, spreadOf } from '../presenting/statistics.ts';

/** One setting of a grid, tried with every seed. */
export interface Condition {
  readonly label: string;
  readonly task: TrainTask;
}

export type TrainTrial = Trial & { readonly task: TrainTask };

/** The trials of conditions, each with every seed. */
export function trialsOf(conditions: readonly Condition[], seeds: number): TrainTrial[] {
  return conditions.flatMap(({ label, task }) =>
    withSeeds(label, task, seeds).map((trial) => ({ ...trial, task })),
  );
}

/** The results of a condition, over its seeds. */
export interface Finding extends Condition {
  readonly outcomes: readonly TrainOutcome[];
  readonly parameters: number;
  /** Whether one of the seeds diverged. */
  readonly diverged: boolean;
  /** Accuracies. */
  readonly train: Spread;
  /** Of the held-out images; of the test images where none were held out. */
  readonly validation: Spread;
  readonly test: Spread;
  /** Training minus validation accuracy. */
  readonly gap: Spread;
  readonly trainLoss: Spread;
  /** Of the held-out images, like `validation`; with the penalty of an L2 setting. */
  readonly validationLoss: Spread;
}

/** The findings of conditions, in their order. */
export function findingsOf(conditions: readonly Condition[], seeds: number, results: Results): Finding[] {
  return conditions.map((condition) => findingOf(condition, seeds, results));
}

export function findingOf(condition: Condition, seeds: number, results: Results): Finding {
  const outcomes = trialsOf([condition], seeds).map((trial) => results.outcome<'train'>(trial));
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
    trainLoss: over(({ train }) => train.loss),
    validationLoss: over((outcome) => held(outcome).loss),
  };
}

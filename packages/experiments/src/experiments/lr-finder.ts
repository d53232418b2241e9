import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { presentSweeps } from '../presenting/rate-sweeps.ts';
import type { RateSweepTask } from '../tasks/rate-sweep.ts';
import { type Trial, withSeeds } from '../trial.ts';
import { holdout, optimizerAt } from './train-task.ts';

const optimizers = [
  ['sgd', 'SGD'],
  ['adam', 'Adam'],
] as const;

export const lrFinder: Experiment = {
  name: 'lr-finder',
  summary: 'one pass with a rate that grows at every step: loss against rate, and the suggested rate',
  question: 'Can one short run with a growing learning rate find a good one?',
  defaults: { epochs: 1, seeds: 5 },

  plan: (options) => optimizers.flatMap(([name]) => trialsOf(name, options)),

  present: (options, results) =>
    presentSweeps(
      optimizers.map(([name, title]) => ({
        title,
        runs: trialsOf(name, options).map((trial) => results.outcome<'rate-sweep'>(trial).steps),
      })),
      options,
    ),
};

type SweepTrial = Trial & { readonly task: RateSweepTask };

function trialsOf(name: 'sgd' | 'adam', { limit, seeds }: PlanOptions): SweepTrial[] {
  const task: RateSweepTask = {
    kind: 'rate-sweep',
    hidden: [32],
    activation: 'relu',
    dropout: 0,
    l2: 0,
    optimizer: optimizerAt(name),
    from: 1e-6,
    to: 10,
    batchSize: 32,
    data: { limit, validation: holdout, size: null },
  };
  return withSeeds(name, task, seeds).map((trial) => ({ ...trial, task }));
}

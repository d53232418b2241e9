import type { PlanOptions } from '../experiment.ts';
import { parameterCount } from '../tasks/network.ts';
import type { Trial } from '../trial.ts';
import type { DataPart } from '../tasks/samples.ts';
import type { TrainTask } from '../tasks/train.ts';

/** Roughly how long a trial takes, in no particular unit: for a guess at the time left, and to begin the longest first. */
export function trialWork({ task }: Trial, options: Pick<PlanOptions, 'inputs' | 'classes'>): number {
  switch (task.kind) {
    case 'train':
      return trainWork(task, options);
    case 'ensemble':
      return task.members * trainWork(task.member, options);
    case 'rate-sweep':
      return 2 * stepWork(task.hidden, options) * learntFrom(task.data);
    case 'softmax-logistic':
      return 2 * task.epochs * stepWork([], options) * learntFrom(task.data) * (2 / options.classes);
    case 'gradient-check':
      return stepWork(task.hidden, options) * task.batch * (task.epochs + task.weights);
  }
}

function trainWork(task: TrainTask, options: Pick<PlanOptions, 'inputs' | 'classes'>): number {
  const { shift = 0, flip = false, erase = 0 } = task.augment;
  const augmented = shift > 0 || flip || erase > 0 ? 10_000 : 0;
  return task.epochs * learntFrom(task.data) * (stepWork(task.hidden, options) + augmented);
}

/** Multiplications of a sample, and what a step takes whatever the size of the network. */
function stepWork(
  hidden: readonly number[],
  { inputs, classes }: Pick<PlanOptions, 'inputs' | 'classes'>,
): number {
  return 10_000 + parameterCount(inputs, hidden, classes);
}

function learntFrom({ limit, validation, size }: DataPart): number {
  switch (validation.kind) {
    case 'none':
      return size ?? limit;
    case 'holdout':
      return size ?? limit * (1 - validation.fraction);
    case 'fold':
      return size ?? limit * (1 - 1 / validation.folds);
  }
}

import { checkName, checkObject, found } from '@atelier/checks';
import { z } from 'zod';
import { crossEntropy, type CrossEntropyOutcome, type CrossEntropyTask } from './cross-entropy.ts';
import { gradients, type GradientsOutcome, type GradientsTask } from './gradients.ts';
import { oneWeight, type OneWeightOutcome, type OneWeightTask } from './one-weight.ts';
import { ensemble, type EnsembleOutcome, type EnsembleTask } from './ensemble.ts';
import { gradientCheck, type GradientCheckOutcome, type GradientCheckTask } from './gradient-check.ts';
import { recipe, type RecipeOutcome, type RecipeTask } from './recipe.ts';
import { recipeSweep, type RecipeSweepOutcome, type RecipeSweepTask } from './recipe-sweep.ts';
import { rateSweep, type RateSweepOutcome, type RateSweepTask } from './rate-sweep.ts';
import {
  softmaxLogistic,
  type SoftmaxLogisticOutcome,
  type SoftmaxLogisticTask,
} from './softmax-logistic.ts';
import { subNetworks, type SubNetworksOutcome, type SubNetworksTask } from './sub-networks.ts';
import type { TaskKind } from './task-kind.ts';
import { train, type TrainOutcome, type TrainTask } from './train.ts';

/** What a trial does. */
export type Task =
  | TrainTask
  | RateSweepTask
  | EnsembleTask
  | SoftmaxLogisticTask
  | GradientCheckTask
  | SubNetworksTask
  | CrossEntropyTask
  | GradientsTask
  | OneWeightTask
  | RecipeTask
  | RecipeSweepTask;

/** Its outcome: plain data without times, so that the same trial always has the same outcome. */
export type Outcome =
  | TrainOutcome
  | RateSweepOutcome
  | EnsembleOutcome
  | SoftmaxLogisticOutcome
  | GradientCheckOutcome
  | SubNetworksOutcome
  | OneWeightOutcome
  | GradientsOutcome
  | CrossEntropyOutcome
  | RecipeOutcome
  | RecipeSweepOutcome;

export type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;

export type OutcomeOf<Kind extends Task['kind']> = Extract<Outcome, { kind: Kind }>;

/** All kinds. To add one, add its file, its types above and its name here. */
const kinds: { readonly [Kind in Task['kind']]: TaskKind<TaskOf<Kind>, OutcomeOf<Kind>> } = {
  train,
  'rate-sweep': rateSweep,
  ensemble,
  'softmax-logistic': softmaxLogistic,
  'gradient-check': gradientCheck,
  'sub-networks': subNetworks,
  'one-weight': oneWeight,
  gradients,
  'cross-entropy': crossEntropy,
  recipe,
  'recipe-sweep': recipeSweep,
};

export const taskSchema: z.ZodType<Task> = z.discriminatedUnion('kind', [
  train.task,
  rateSweep.task,
  ensemble.task,
  softmaxLogistic.task,
  gradientCheck.task,
  subNetworks.task,
  oneWeight.task,
  gradients.task,
  crossEntropy.task,
  recipe.task,
  recipeSweep.task,
]);

export const outcomeSchema: z.ZodType<Outcome> = z.discriminatedUnion('kind', [
  train.outcome,
  rateSweep.outcome,
  ensemble.outcome,
  softmaxLogistic.outcome,
  gradientCheck.outcome,
  subNetworks.outcome,
  oneWeight.outcome,
  gradients.outcome,
  crossEntropy.outcome,
  recipe.outcome,
  recipeSweep.outcome,
]);

/**
 * The kind of a task or an outcome.
 *
 * @throws RangeError for another kind than there is
 */
export function kindOf(task: Pick<Task, 'kind'>): TaskKind<Task, Outcome> {
  checkObject('task', task, 'kind');
  checkName('kind of task', task.kind, Object.keys(kinds));
  return kinds[task.kind];
}

/**
 * Checks a task before it is run.
 *
 * @throws RangeError naming what is out of range
 */
export function checkTask(task: Task): void {
  kindOf(task);
  const { error } = taskSchema.safeParse(task, { reportInput: true });
  if (!error) return;
  const { path, message, input } = error.issues[0]!;
  throw new RangeError(`The task is wrong: ${[...path, message].join(': ')}; found ${found(input)}`, {
    cause: error,
  });
}

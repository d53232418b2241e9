import type { PlanOptions } from '../plan-options.ts';
import type { TrainTask } from '../tasks/train.ts';
import { trainingCount, trainTask } from './train-task.ts';

/** Hidden units of a network that is too large for the images it gets. */
export const largeHidden: readonly number[] = [128, 128];

/** A fifth of the training images: few enough to be memorized. */
export function fewImages(options: PlanOptions): number {
  return Math.max(1, Math.floor(trainingCount(options) / 5));
}

/** The large network on few images, with some changes. */
export function overfittingTask(
  options: PlanOptions,
  difference: Partial<Omit<TrainTask, 'kind'>> = {},
): TrainTask {
  const task = trainTask(options, { hidden: largeHidden, ...difference });
  return difference.data ? task : { ...task, data: { ...task.data, size: fewImages(options) } };
}

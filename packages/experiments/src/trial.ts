import { checkCount, checkText } from '@atelier/checks';
import { hashOf } from './hash.ts';
import { planLimits } from './plan-options.ts';
import type { Task } from './tasks/task.ts';

/** One training, or one measurement, of an experiment: plain data, from which its result follows bit for bit. */
export interface Trial {
  /** For people: `adam 0.001`. Not part of the trial's identity. */
  readonly label: string;
  readonly task: Task;
  /** It determines initial weights, shuffles, dropout masks and augmentation. */
  readonly seed: number;
  /** Trials of one group depend on each other's results, and run in one shard. Default: each by itself. */
  readonly group?: number;
}

/** The same for equal tasks and seeds, whatever the order of their keys; different otherwise. 16 hexadecimal digits. */
export function trialId({ task, seed }: Pick<Trial, 'task' | 'seed'>): string {
  return hashOf({ task, seed });
}

/**
 * A task with each of the seeds 0 … `seeds - 1`.
 *
 * @param seeds from 1 to `planLimits.seeds`
 * @throws RangeError for another number of seeds
 */
export function withSeeds(label: string, task: Task, seeds: number): Trial[] {
  checkText('label', label);
  checkCount('seeds', seeds);
  if (seeds > planLimits.seeds) throw new RangeError(`seeds is at most ${planLimits.seeds}; found ${seeds}`);
  return Array.from({ length: seeds }, (_, seed) => ({
    label: seeds === 1 ? label : `${label}, seed ${seed}`,
    task,
    seed,
  }));
}

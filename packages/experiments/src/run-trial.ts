import { checkObject, checkSeed } from '@atelier/checks';
import type { TrialContext } from './tasks/context.ts';
import { checkTask, kindOf, type Outcome } from './tasks/task.ts';
import type { Trial } from './trial.ts';

/**
 * Runs one trial in this thread. Its outcome depends only on the trial, the data and the engine.
 *
 * @throws TypeError for what is not a trial, or a context without engine and data
 * @throws RangeError for a task that is out of range or needs more data than there is
 */
export async function runTrial(trial: Pick<Trial, 'task' | 'seed'>, context: TrialContext): Promise<Outcome> {
  checkObject('trial', trial, 'task and seed');
  const { task, seed } = trial;
  checkTask(task);
  checkSeed(seed);
  checkObject('context', context, 'engine and data');
  checkObject('engine', context.engine, 'name and prepare');
  checkObject('data', context.data, 'name, classNames, train and test');
  return kindOf(task).run(task, seed, context);
}

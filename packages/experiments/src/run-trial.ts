import type { TrialContext } from './tasks/context.ts';
import { runEnsemble } from './tasks/ensemble.ts';
import { runGradientCheck } from './tasks/gradient-check.ts';
import { runRateSweep } from './tasks/rate-sweep.ts';
import { runSoftmaxLogistic } from './tasks/softmax-logistic.ts';
import type { Outcome } from './tasks/task.ts';
import { runTrain } from './tasks/train.ts';
import type { Trial } from './trial.ts';

/**
 * Runs one trial, here and now. Its outcome follows from the trial, the data and the engine alone.
 *
 * @throws RangeError for a task that is out of its range or asks for more data than there is
 */
export async function runTrial(
  { task, seed }: Pick<Trial, 'task' | 'seed'>,
  context: TrialContext,
): Promise<Outcome> {
  switch (task.kind) {
    case 'train':
      return runTrain(task, seed, context);
    case 'rate-sweep':
      return runRateSweep(task, seed, context);
    case 'ensemble':
      return runEnsemble(task, seed, context);
    case 'softmax-logistic':
      return runSoftmaxLogistic(task, seed, context);
    case 'gradient-check':
      return runGradientCheck(task, seed, context);
  }
}

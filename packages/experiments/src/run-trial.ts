import type { TrialContext } from './tasks/context.ts';
import { kindOf, type Outcome } from './tasks/task.ts';
import type { Trial } from './trial.ts';

/**
 * Runs one trial in this thread. Its outcome depends only on the trial, the data and the engine.
 *
 * @throws RangeError for a task that is out of range or needs more data than there is
 */
export async function runTrial(
  { task, seed }: Pick<Trial, 'task' | 'seed'>,
  context: TrialContext,
): Promise<Outcome> {
  return kindOf(task).run(task, seed, context);
}

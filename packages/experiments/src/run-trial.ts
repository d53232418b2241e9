import type { TrialContext } from './tasks/context.ts';
import { kindOf, type Outcome } from './tasks/task.ts';
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
  return kindOf(task).run(task, seed, context);
}

import { checkCount, checkFunction } from '@atelier/checks';
import { planLimits } from '../plan-options.ts';

/**
 * Checks how many threads run trials, and how one is started.
 *
 * @throws TypeError for what starts none
 * @throws RangeError for a number out of range
 */
export function checkWorkers(workers: number, startWorker: () => unknown): void {
  checkCount('workers', workers);
  if (workers > planLimits.workers) {
    throw new RangeError(`workers is at most ${planLimits.workers}; found ${workers}`);
  }
  checkFunction('startWorker', startWorker);
}

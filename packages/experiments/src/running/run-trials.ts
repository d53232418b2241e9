import type { Worker } from 'node:worker_threads';
import { checkArray, checkFunction, checkOptions } from '@atelier/checks';
import type { TrialProgress } from '../tasks/context.ts';
import type { Outcome } from '../tasks/task.ts';
import type { Trial } from '../trial.ts';
import { checkWorkers } from './check-workers.ts';
import { TrialWorker } from './trial-worker.ts';

/** What happens while trials run. */
export type TrialEvent =
  | { readonly type: 'trial-begin'; readonly trial: Trial }
  | { readonly type: 'trial-progress'; readonly trial: Trial; readonly progress: TrialProgress }
  | { readonly type: 'trial-end'; readonly trial: Trial; readonly outcome: Outcome; readonly seconds: number }
  /** `retry`: whether it will be retried. */
  | {
      readonly type: 'trial-failed';
      readonly trial: Trial;
      readonly reason: string;
      readonly retry: boolean;
    };

/** Options of `runTrials`. */
export interface RunTrialsOptions {
  /** Trials to run in parallel, from 1 to `planLimits.workers`. */
  readonly workers: number;
  /** Starts a thread whose file calls `serveTrials`. A dead one is replaced. */
  readonly startWorker: () => Worker;
  readonly onEvent: (event: TrialEvent) => void;
  /** Aborting it ends the threads at once; running trials are lost. */
  readonly signal?: AbortSignal;
  /** Milliseconds of a monotonic clock. Default `performance.now`. */
  readonly now?: () => number;
}

interface Job {
  readonly trial: Trial;
  readonly attempt: 1 | 2;
}

/**
 * Runs trials in parallel, each on its own thread, in the given order. One that fails, or whose thread dies, is retried
 * once when the others have started; the rest continues.
 *
 * @throws TypeError for an unknown option, or a value of a wrong type
 * @throws RangeError for a number of workers out of range
 * @throws whatever `onEvent` throws, which ends everything at once
 */
export async function runTrials(trials: readonly Trial[], options: RunTrialsOptions): Promise<void> {
  checkArray('trials', trials, 'trials');
  checkOptions<RunTrialsOptions>('runTrials', options, {
    workers: true,
    startWorker: true,
    onEvent: true,
    signal: true,
    now: true,
  });
  checkWorkers(options.workers, options.startWorker);
  checkFunction('onEvent', options.onEvent);
  const { workers, startWorker, onEvent, signal, now = () => performance.now() } = options;
  const queue: Job[] = trials.map((trial) => ({ trial, attempt: 1 }));
  const running = new Set<TrialWorker>();
  let ended = false;
  const abort = (): void => {
    ended = true;
    queue.length = 0;
    for (const worker of running) void worker.terminate();
  };
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();

  const lane = async (): Promise<void> => {
    let worker: TrialWorker | undefined;
    for (let job = queue.shift(); job; job = queue.shift()) {
      const { trial, attempt } = job;
      if (!worker?.alive) {
        if (worker) running.delete(worker);
        worker = new TrialWorker(startWorker());
        running.add(worker);
      }
      const begin = now();
      onEvent({ type: 'trial-begin', trial });
      const outcome = await worker
        .run(trial, (progress) => onEvent({ type: 'trial-progress', trial, progress }))
        .catch((error: unknown) => new TrialFailure(error));
      // Not the trial's fault: an error while handling its result, such as a full disk, ends everything.
      if (!(outcome instanceof TrialFailure)) {
        onEvent({ type: 'trial-end', trial, outcome, seconds: (now() - begin) / 1000 });
        continue;
      }
      if (ended) break;
      const retry = attempt === 1;
      if (retry) queue.push({ trial, attempt: 2 });
      onEvent({ type: 'trial-failed', trial, reason: outcome.message, retry });
    }
    await worker?.terminate();
  };
  try {
    await Promise.all(Array.from({ length: Math.min(workers, trials.length) }, lane));
  } finally {
    abort();
    signal?.removeEventListener('abort', abort);
    await Promise.all(Array.from(running, (worker) => worker.terminate()));
  }
}

/** Why a trial has no outcome. */
class TrialFailure extends Error {
  override readonly name = 'TrialFailure';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

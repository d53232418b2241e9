import type { Worker } from 'node:worker_threads';
import type { TrialProgress } from '../tasks/context.ts';
import type { Outcome } from '../tasks/task.ts';
import type { Trial } from '../trial.ts';
import { TrialWorker } from './trial-worker.ts';

/** What happens while trials run. */
export type TrialEvent =
  | { readonly type: 'trial-begin'; readonly trial: Trial }
  | { readonly type: 'trial-progress'; readonly trial: Trial; readonly progress: TrialProgress }
  | { readonly type: 'trial-end'; readonly trial: Trial; readonly outcome: Outcome; readonly seconds: number }
  /** `retry` tells whether it will be tried once more. */
  | {
      readonly type: 'trial-failed';
      readonly trial: Trial;
      readonly reason: string;
      readonly retry: boolean;
    };

/** Options of `runTrials`. */
export interface RunTrialsOptions {
  /** Trials at a time, at least 1. */
  readonly workers: number;
  /** Starts a thread whose file calls `serveTrials`. One that died is replaced by another. */
  readonly startWorker: () => Worker;
  readonly onEvent: (event: TrialEvent) => void;
  /** Aborting it ends the threads at once; trials under way are lost. */
  readonly signal?: AbortSignal;
  /** Milliseconds, never going back. Default `performance.now`. */
  readonly now?: () => number;
}

interface Job {
  readonly trial: Trial;
  readonly attempt: 1 | 2;
}

/**
 * Runs trials side by side, each on a thread of its own, in the given order. One that fails, or whose thread dies, is tried
 * once more when the others have begun; the rest goes on. An error of `onEvent` ends all at once.
 */
export async function runTrials(trials: readonly Trial[], options: RunTrialsOptions): Promise<void> {
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
      // Not a trial's fault: what its result met with, a full disk or a listener's error, ends all.
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

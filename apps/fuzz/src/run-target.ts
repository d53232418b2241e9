import { Worker } from 'node:worker_threads';
import type { Job, Report } from './job.ts';

/** A case may take so long, in milliseconds, before it counts as hanging. */
const hang = 2000;
/** One that starts a process, on a machine that does other things too. */
const slowHang = 20_000;

export interface TargetResult {
  cases: number;
  slowest: number;
  /** Bytes. */
  peakMemory: number;
  readonly findings: string[];
}

/** Runs a target's cases in a thread of their own, and goes on after one that hangs or crashes. */
export async function runTarget(job: Job, slow: boolean): Promise<TargetResult> {
  const result: TargetResult = { cases: 0, slowest: 0, peakMemory: 0, findings: [] };
  const limit = slow ? slowHang : hang;
  for (let next = job.first; next < job.first + job.cases;) {
    const last = await runWorker({ ...job, first: next, cases: job.first + job.cases - next }, limit, result);
    if (last === undefined) break;
    next = last + 1;
  }
  return result;
}

/** The case that hung or crashed; nothing when all came to their end. */
async function runWorker(job: Job, limit: number, result: TargetResult): Promise<number | undefined> {
  const worker = new Worker(new URL('worker.js', import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  return new Promise((done) => {
    let current = job.first;
    let timer: NodeJS.Timeout | undefined;
    const find = (index: number, what: string): void => {
      result.findings.push(`${job.target} case ${index} (--seed ${job.seed}): ${what}`);
    };
    const broken = (what: string): void => {
      clearTimeout(timer);
      find(current, what);
      void worker.terminate();
      done(current);
    };
    worker.on('message', (report: Report) => {
      clearTimeout(timer);
      switch (report.type) {
        case 'begin':
          current = report.index;
          timer = setTimeout(() => broken(`It hung for more than ${limit} ms`), limit);
          return;
        case 'finding':
          find(report.index, report.what);
          return;
        case 'end':
          result.cases++;
          result.slowest = Math.max(result.slowest, report.milliseconds);
          result.peakMemory = Math.max(result.peakMemory, report.rss);
          return;
        case 'done':
          void worker.terminate();
          done(undefined);
      }
    });
    worker.on('error', (error) =>
      broken(`It crashed: ${error instanceof Error ? error.message : String(error)}`),
    );
  });
}

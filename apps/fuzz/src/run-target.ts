import { Worker } from 'node:worker_threads';
import type { Job, Report } from './job.ts';
import { cpuTime, limits } from './limits.ts';

/** How often a running case is checked, in milliseconds. */
const interval = 100;

export interface TargetResult {
  cases: number;
  /** Milliseconds of processor time. */
  slowest: number;
  /** Bytes. */
  peakMemory: number;
  readonly findings: string[];
}

/** Runs a target's cases in a separate thread, and continues after one that hangs or crashes. */
export async function runTarget(job: Job): Promise<TargetResult> {
  const result: TargetResult = { cases: 0, slowest: 0, peakMemory: 0, findings: [] };
  for (let next = job.first; next < job.first + job.cases;) {
    const last = await runWorker({ ...job, first: next, cases: job.first + job.cases - next }, result);
    if (last === undefined) break;
    next = last + 1;
  }
  return result;
}

/** The case that hung or crashed; `undefined` if all finished. */
async function runWorker(job: Job, result: TargetResult): Promise<number | undefined> {
  const worker = new Worker(new URL('worker.js', import.meta.url), {
    // The clock of a thread begins with the thread.
    workerData: { ...job, now: performance.now() },
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  return new Promise((done) => {
    let current = job.first;
    let began = { cpu: process.cpuUsage(), at: performance.now() };
    let [begun, running] = [false, false];
    const timer = setInterval(() => {
      if (!running) return;
      if (cpuTime(began.cpu) > limits.cpu) broken(`It hung: more than ${limits.cpu} ms of processor time`);
      else if (performance.now() - began.at > limits.wall) broken(`It hung for more than ${limits.wall} ms`);
    }, interval);
    const find = (index: number, what: string): void => {
      result.findings.push(`${job.target} case ${index} (--seed ${job.seed}): ${what}`);
    };
    let over = false;
    const end = (last: number | undefined): void => {
      over = true;
      clearInterval(timer);
      void worker.terminate();
      done(last);
    };
    const broken = (what: string): void => {
      if (over) return;
      find(current, what);
      // If a target cannot be prepared, there is no case to continue after.
      end(begun ? current : undefined);
    };
    worker.on('message', (report: Report) => {
      switch (report.type) {
        case 'begin':
          current = report.index;
          began = { cpu: process.cpuUsage(), at: performance.now() };
          [begun, running] = [true, true];
          return;
        case 'finding':
          find(report.index, report.what);
          return;
        case 'end':
          running = false;
          result.cases++;
          result.slowest = Math.max(result.slowest, report.milliseconds);
          result.peakMemory = Math.max(result.peakMemory, report.peakMemory);
          return;
        case 'done':
          end(undefined);
      }
    });
    // Also without an error: a thread ends when only promises that never settle are left.
    worker.on('exit', (code) => broken(`Its thread ended with code ${code}`));
    worker.on('error', (error) =>
      broken(`It crashed: ${error instanceof Error ? error.message : String(error)}`),
    );
  });
}

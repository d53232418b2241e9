import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { RandomStream } from '@atelier/random';
import type { Job, Report } from './job.ts';
import { cpuTime, limits } from './limits.ts';
import { targets } from './targets/index.ts';

const { target, seed, first, cases, until, now }: Job = workerData;
const say = (report: Report): void => parentPort?.postMessage(report);

/** The most memory that the process ever had, in bytes. */
const peak = (): number => process.resourceUsage().maxRSS * 1024;

// TensorFlow.js warns about some damage before it throws.
console.warn = () => {};
console.log = () => {};

const folder = mkdtempSync(join(tmpdir(), `atelier-fuzz-${target}-`));
try {
  const entry = targets[target];
  if (!entry) throw new Error(`There is no target ${target}`);
  const run = await (await entry.load()).prepare(folder);
  const begin = performance.now();
  for (let index = first; index < first + cases && performance.now() - begin < until - now; index++) {
    say({ type: 'begin', index });
    const memory = { now: process.memoryUsage().rss, peak: peak() };
    const started = process.cpuUsage();
    try {
      await run(new RandomStream(seed, target, index));
      const most = peak() > memory.peak ? peak() : process.memoryUsage().rss;
      if (most - memory.now > limits.memory)
        throw new Error(`It took ${Math.round((most - memory.now) / 2 ** 20)} MB`);
      if (cpuTime(started) > limits.cpu)
        throw new Error(`It took ${Math.round(cpuTime(started))} ms of processor time`);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      say({ type: 'finding', index, what });
    }
    say({ type: 'end', index, milliseconds: cpuTime(started), peakMemory: peak() });
  }
  say({ type: 'done' });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { RandomStream } from '@atelier/random';
import type { Job, Report } from './job.ts';
import { targets } from './targets/index.ts';

const { target, seed, first, cases, until, now }: Job = workerData;
const say = (report: Report): void => parentPort?.postMessage(report);

/** Memory beyond what was there before a case, in bytes. */
const memoryBound = 512 * 2 ** 20;

// TensorFlow.js warns of some damage before it throws.
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
    const before = process.memoryUsage();
    const started = performance.now();
    try {
      await run(new RandomStream(seed, target, index));
      const after = process.memoryUsage();
      const grown = after.rss - before.rss;
      if (grown > memoryBound) throw new Error(`It took ${Math.round(grown / 2 ** 20)} MB`);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      say({ type: 'finding', index, what });
    }
    say({ type: 'end', index, milliseconds: performance.now() - started, rss: process.memoryUsage().rss });
  }
  say({ type: 'done' });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

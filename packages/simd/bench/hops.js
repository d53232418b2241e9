// How far apart two threads' processors are: `node bench/hops.js [--seconds 10]` prints, five times a second, the nanoseconds from one thread to
// the other and back. A virtual machine's processors move on their host: two may be halves of one core, or lie on two parts of the chip.
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const ROUNDS = 20;
const HOPS = 5000;
/** Positions of the two words, a cache line each and no neighbours. */
const THERE = 0;
const BACK = 64;

if (isMainThread) await measure();
else answer(new Int32Array(workerData));

async function measure() {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
  const words = new Int32Array(new SharedArrayBuffer(1024));
  const worker = new Worker(new URL(import.meta.url), { workerData: words.buffer });
  let count = 0;
  hop(words, ++count);
  for (let i = 0; i < 5 * Number(values.seconds); i++) {
    let least = Infinity;
    for (let round = 0; round < ROUNDS; round++) {
      const begin = performance.now();
      for (let n = 0; n < HOPS; n++) hop(words, ++count);
      least = Math.min(least, ((performance.now() - begin) / HOPS) * 1e6);
    }
    process.stdout.write(`${least.toFixed(0)} `);
    await setTimeout(200);
  }
  process.stdout.write('\n');
  await worker.terminate();
}

function hop(words, count) {
  Atomics.store(words, THERE, count);
  while (Atomics.load(words, BACK) !== count);
}

function answer(words) {
  for (let seen = 0; ;) {
    const count = Atomics.load(words, THERE);
    if (count !== seen) Atomics.store(words, BACK, (seen = count));
  }
}

// How far apart two threads' processors are: `node bench/distance.js [--seconds 10]` prints, five times a second, the nanoseconds from one thread
// to the other and back. A virtual machine's processors move on their host: two may be halves of one core, or lie on two parts of the chip.
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const ROUNDS = 10;
const HOPS = 2000;
/** Positions of three words, a cache line each and none beside it. */
const AWAKE = 0;
const THERE = 64;
const BACK = 128;

/** Starts a second thread, which sleeps between measurements. */
export function distanceMeter() {
  const words = new Int32Array(new SharedArrayBuffer(1024));
  const worker = new Worker(new URL(import.meta.url), { workerData: { distance: words.buffer } });
  worker.unref();
  let count = 0;
  const hop = () => {
    Atomics.store(words, THERE, ++count);
    while (Atomics.load(words, BACK) !== count);
  };
  /** The least nanoseconds there and back. */
  return () => {
    Atomics.store(words, AWAKE, 1);
    Atomics.notify(words, AWAKE);
    hop();
    let least = Infinity;
    for (let round = 0; round < ROUNDS; round++) {
      const begin = performance.now();
      for (let n = 0; n < HOPS; n++) hop();
      least = Math.min(least, ((performance.now() - begin) / HOPS) * 1e6);
    }
    Atomics.store(words, AWAKE, 0);
    return least;
  };
}

function answer(words) {
  for (let seen = 0; ;) {
    Atomics.wait(words, AWAKE, 0);
    while (Atomics.load(words, AWAKE) === 1) {
      const count = Atomics.load(words, THERE);
      if (count !== seen) Atomics.store(words, BACK, (seen = count));
    }
  }
}

if (!isMainThread && workerData?.distance) {
  answer(new Int32Array(workerData.distance));
} else if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
  const measure = distanceMeter();
  // A thread takes some milliseconds to start.
  await setTimeout(200);
  for (let i = 0; i < 5 * Number(values.seconds); i++) {
    process.stdout.write(`${measure().toFixed(0)} `);
    await setTimeout(200);
  }
  process.stdout.write('\n');
}

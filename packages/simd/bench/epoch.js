// Seconds per epoch: `node bench/epoch.js [--data FOLDER] [--rounds 5] [--models mlp-32,mlp-128] [--threads 1,2,auto] [--neighbours 0] [--distance]`.
// Rounds are interleaved (A B C A B C …), so that other load on the machine affects all alike. With --distance, epochs are told apart by how
// far apart the processors were before and after (see distance.js).
import { engineModel } from '@atelier/training';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { RandomStream } from '@atelier/random';
import { simdEngine } from '../dist/index.js';
import { distanceMeter } from './distance.js';
import { buildModel, config, trainingSamples, workloads } from './workloads.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    models: { type: 'string', default: Object.keys(workloads).join() },
    threads: { type: 'string', default: '1,2,auto' },
    neighbours: { type: 'string', default: '0' },
    distance: { type: 'boolean', default: false },
  },
});
const samples = trainingSamples(values.data);
const steps = Math.ceil(samples.count / config.batchSize);
const contestants = [];
for (const name of values.models.split(',')) {
  // One model for all: the same initial weights have to give the same loss for any number of threads.
  const model = engineModel(buildModel(workloads[name]));
  for (const threads of values.threads.split(',')) {
    // auto: the engine chooses while it runs, as it does where no number is given.
    const options = threads === 'auto' ? {} : { threads: Number(threads) };
    const session = await simdEngine(options).prepare(model, config);
    contestants.push({ name, threads, session, loaded: await session.load(samples), epochs: [], loss: 0 });
  }
}

// Threads that compute all the time, as other programs may.
const neighbours = Array.from(
  { length: Number(values.neighbours) },
  () => new Worker('for (;;);', { eval: true }),
);
/** How far apart the processors are: a hop within a core takes some 50 ns there and back, between cores about 100, across the chip 500. */
const meter = values.distance ? distanceMeter() : undefined;
const distance = () => {
  const nanoseconds = meter?.();
  if (nanoseconds === undefined) return '-';
  return nanoseconds < 75 ? 'one core' : nanoseconds < 250 ? 'near' : 'far';
};
const rounds = Number(values.rounds);
for (let round = 0; round <= rounds; round++) {
  const order = new RandomStream(1, 'shuffle', round).permutation(samples.count);
  const learningRates = new Float64Array(steps).fill(config.optimizer.learningRate);
  for (const contestant of contestants) {
    const before = distance();
    const begin = performance.now();
    const { losses } = await contestant.session.trainSteps(contestant.loaded, {
      order,
      learningRates,
      firstStep: round * steps,
    });
    const seconds = (performance.now() - begin) / 1000;
    // The first round warms up: V8 optimizes the kernels in it.
    if (round > 0 && distance() === before) contestant.epochs.push({ seconds, distance: before });
    contestant.loss = losses.reduce((sum, loss) => sum + loss, 0) / steps;
  }
}
console.log('model      threads  distance  epochs    min  median     max  loss of the last epoch');
for (const { name, threads, epochs, loss, session } of contestants) {
  for (const kind of new Set(epochs.map((epoch) => epoch.distance))) {
    const own = epochs.filter((epoch) => epoch.distance === kind);
    const seconds = own.map((epoch) => epoch.seconds).sort((a, b) => a - b);
    const figures = [seconds[0], seconds[Math.floor(seconds.length / 2)], seconds.at(-1)];
    const columns = [name.padEnd(10), threads.padStart(7), kind.padStart(9), String(own.length).padStart(7)];
    console.log(...columns, ...figures.map((figure) => figure.toFixed(3).padStart(7)), '', loss.toFixed(5));
  }
  await session.dispose();
}
for (const neighbour of neighbours) await neighbour.terminate();

// How close an epoch comes to what the processor could do: `node bench/roofline.js [--data FOLDER] [--rounds 9] [--models mlp-32]`.
//
// Work is counted: a multiply-add for each weight and each pixel that isn't 0, forward and for the gradient of the first
// layer, three for each weight of the others, and an update of each weight a step. The kernels' peaks, on operands that stay in the
// first-level cache, are measured in the same rounds. Winograd's convolutions need less than half the products of the direct way, and they
// are counted so. What only moves numbers (pooling, normalization, packing, transforms) counts as nothing.
//
// Evaluation is set against all multiply-adds of a forward pass, counted the direct way with the pixels that are 0: skipping these, and Winograd,
// may bring it over 100 %.
//
// Two trainings of one thread each, side by side, are what two threads could gain on this machine: its cores may share
// memory, caches and clock.
import { on, once } from 'node:events';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { RandomStream } from '@atelier/random';
import { engineModel } from '@atelier/training';
import { simdEngine } from '../dist/index.js';
import { slide } from '../dist/ops/conv-geometry.js';
import { chooseTiles, productsOf } from '../dist/ops/winograd-convolution.js';
import { peaks } from './peaks.js';
import { buildModel, config, trainingSamples, workloads } from './workloads.js';

/** How many images a round trains on: an epoch where it takes a second or two, otherwise a part. */
const imagesOf = (name) => (name.startsWith('cnn') ? 6400 : 60_000);
/** As many as there are test images. */
const EVALUATED = 10_000;

if (isMainThread) await measureAll();
else await answer();

async function measureAll() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      rounds: { type: 'string', default: '9' },
      models: { type: 'string', default: Object.keys(workloads).join() },
    },
  });
  const samples = trainingSamples(values.data);
  const lit = samples.images.reduce((count, byte) => count + (byte === 0 ? 0 : 1), 0) / samples.count;
  const measurePeaks = await peaks(config.optimizer);
  const lines = [];
  const best = { multiplyAdds: 0, updates: 0 };
  for (const name of values.models.split(',')) {
    const one = await trainer(name, values.data, 1);
    const two = await trainer(name, values.data, 2);
    const neighbour = new Worker(new URL(import.meta.url), { workerData: { name, data: values.data } });
    await reply(neighbour);
    const seconds = { one: [], two: [], both: [], evaluated: [] };
    for (let round = 0; round <= Number(values.rounds); round++) {
      for (let i = 0; i < 20; i++) {
        const rates = measurePeaks();
        for (const key of Object.keys(best)) best[key] = Math.max(best[key], rates[key]);
      }
      const sideBySide = async () => {
        neighbour.postMessage('train');
        return Math.max(...(await Promise.all([one.train(), reply(neighbour)])));
      };
      const times = {
        one: await awake(() => one.train()),
        two: await awake(() => two.train()),
        both: await awake(sideBySide),
        evaluated: await one.evaluate(),
      };
      // The first round warms up: V8 optimizes the kernels in it.
      if (round > 0) for (const key of Object.keys(seconds)) seconds[key].push(times[key]);
    }
    await one.dispose();
    await two.dispose();
    await neighbour.terminate();
    const [single, double, both] = [seconds.one, seconds.two, seconds.both].map(median);
    lines.push({ name, single, double, both, evaluated: median(seconds.evaluated), ...work(name, lit) });
  }
  report(lines, best, values.rounds);
}

/** Trains on some images at a time; seconds an epoch of 60,000 images. */
async function trainer(name, data, threads) {
  const samples = trainingSamples(data);
  const session = await simdEngine({ threads }).prepare(engineModel(buildModel(workloads[name])), config);
  const loaded = await session.load(samples);
  const images = imagesOf(name);
  const steps = images / config.batchSize;
  const learningRates = new Float64Array(steps).fill(config.optimizer.learningRate);
  let round = 0;
  return {
    async train() {
      const order = new RandomStream(1, 'shuffle', round).permutation(samples.count).subarray(0, images);
      const begin = performance.now();
      await session.trainSteps(loaded, { order, learningRates, firstStep: round++ * steps });
      return ((performance.now() - begin) / 1000) * (samples.count / images);
    },
    async evaluate() {
      const begin = performance.now();
      await session.evaluateBatches(loaded, { start: 0, end: EVALUATED });
      return (performance.now() - begin) / 1000;
    },
    dispose: () => session.dispose(),
  };
}

/** The second of two times: after a pause, both threads may share a core for some 20 ms, which an epoch hardly notices. */
async function awake(time) {
  await time();
  return time();
}

/** A training side by side with the main thread's. */
async function answer() {
  const own = await trainer(workerData.name, workerData.data, 1);
  parentPort.postMessage('ready');
  for await (const _ of on(parentPort, 'message')) parentPort.postMessage(await own.train());
}

async function reply(worker) {
  const [message] = await once(worker, 'message');
  return message;
}

/** Multiply-adds of an image, forward and backward, and weights that a step updates. */
function work(name, lit) {
  let multiplyAdds = 0;
  let forward = 0;
  let weights = 0;
  let first = true;
  for (const layer of buildModel(workloads[name]).layers) {
    const own = layer.trainableWeights.reduce((sum, { shape }) => sum + product(shape), 0);
    weights += own;
    const kernel = layer.trainableWeights.find(({ originalName }) => originalName.endsWith('kernel'));
    if (kernel === undefined) continue;
    if (layer.getClassName() === 'Dense') {
      const [inputs, units] = kernel.shape;
      multiplyAdds += first ? 2 * lit * units : 3 * inputs * units;
      forward += inputs * units;
    } else {
      const outputs = product(layer.outputShape.slice(1, 3));
      const [height, width, channels, filters] = kernel.shape;
      const direct = height * width * channels * filters * outputs;
      forward += direct;
      // The first layer has no gradient of its input. The others here are 3x3 with strides of 1; those without a bias are normalized.
      const { padding, useBias } = layer.getConfig();
      const [rows, columns] = layer.input.shape.slice(1, 3).map((length) => slide(length, 3, 1, padding));
      const tiles = chooseTiles(rows, columns, useBias === false);
      multiplyAdds += first ? 2 * direct : 3 * productsOf(tiles) * channels * filters;
    }
    first = false;
  }
  return { multiplyAdds, forward, weights };
}

function product(numbers) {
  return numbers.reduce((result, number) => result * number, 1);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function report(lines, { multiplyAdds, updates }, rounds) {
  const billions = (rate) => (rate / 1e9).toFixed(1);
  console.log(
    `One thread's peaks: ${billions(multiplyAdds)} billion multiply-adds and ${billions(updates)} billion updates (Adam) a second.`,
  );
  console.log(
    `Seconds an epoch of 60,000 images in batches of ${config.batchSize}, medians of ${rounds} rounds; in brackets the share of the roofline.`,
  );
  console.log('Gain: of two threads over one; beside it that of two trainings side by side over one.');
  console.log(`Evaluation: of ${EVALUATED} images on one thread; in brackets the share of the peak.\n`);
  const columns = ['model', 'roofline', '1 thread', '2 threads', 'gain', 'side by side', 'evaluation'];
  const rows = lines.map(({ name, single, double, both, evaluated, ...counted }) => {
    const epochSteps = 60_000 / config.batchSize;
    const bound = (60_000 * counted.multiplyAdds) / multiplyAdds + (epochSteps * counted.weights) / updates;
    const share = (seconds, threads) =>
      `${seconds.toFixed(3)} (${Math.round((100 * bound) / threads / seconds)} %)`;
    const gain = (single / double).toFixed(2);
    const evaluation = (EVALUATED * counted.forward) / multiplyAdds / evaluated;
    return [
      name,
      bound.toFixed(3),
      share(single, 1),
      share(double, 2),
      gain,
      ((2 * single) / both).toFixed(2),
      `${(1000 * evaluated).toFixed(1)} ms (${Math.round(100 * evaluation)} %)`,
    ];
  });
  for (const [first, ...others] of [columns, ...rows]) {
    console.log(first.padEnd(16) + others.map((cell) => cell.padStart(18)).join(''));
  }
}

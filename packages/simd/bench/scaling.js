// Images a second against the units of a hidden layer, the batch size and the images of an epoch, for some numbers of threads:
// `node bench/scaling.js [--data FOLDER] [--rounds 5] [--threads 1,2,4]`. Prints JSON; the numbers of threads take turns.
import { parseArgs } from 'node:util';
import { RandomStream } from '@atelier/random';
import { engineModel } from '@atelier/training';
import { simdEngine } from '../dist/index.js';
import { buildModel, config, dense, trainingSamples } from './workloads.js';

/** Longer slices say more, shorter ones are disturbed less often. */
const SLICE_SECONDS = 0.1;
const IMAGES = 16_384;

const axes = {
  units: [8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096],
  'batch size': [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096],
  images: [250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000],
};

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: '1,2,4' },
  },
});
const all = trainingSamples(values.data);
const points = [];
for (const [axis, sizes] of Object.entries(axes)) {
  for (const size of sizes) {
    process.stderr.write(`${axis}: ${size}\n`);
    points.push(...(await measure(axis, size)));
  }
}
console.log(JSON.stringify(points));

/** `{ axis, size, threads, imagesPerSecond }` for each number of threads. */
async function measure(axis, size) {
  const count = axis === 'images' ? size : IMAGES;
  const batchSize = axis === 'batch size' ? size : config.batchSize;
  const units = axis === 'units' ? size : axis === 'images' ? 32 : 128;
  const samples = {
    ...all,
    count,
    images: all.images.subarray(0, count * 784),
    labels: all.labels.subarray(0, count),
  };
  const contestants = [];
  for (const threads of values.threads.split(',').map(Number)) {
    const model = engineModel(buildModel(() => dense([units], 0)));
    const session = await simdEngine({ threads }).prepare(model, { ...config, batchSize });
    contestants.push({ threads, session, loaded: await session.load(samples), rates: [], steps: 1 });
  }
  let round = 0;
  /** Whole epochs where the images are what varies; otherwise as many steps as fit into a slice. */
  const train = async ({ session, loaded, steps }) => {
    const order = new RandomStream(1, 'shuffle', round++).permutation(count);
    const length = axis === 'images' ? count : Math.min(count, steps * batchSize);
    const learningRates = new Float64Array(Math.ceil(length / batchSize)).fill(0.001);
    const begin = performance.now();
    await session.trainSteps(loaded, { order: order.subarray(0, length), learningRates, firstStep: 0 });
    return { length, seconds: (performance.now() - begin) / 1000 };
  };
  for (const each of contestants) {
    // V8 optimizes the kernels while they run first.
    for (let seconds = 0; seconds < SLICE_SECONDS;) {
      const slice = await train(each);
      seconds = slice.seconds;
      if (each.steps * batchSize >= count || axis === 'images') break;
      each.steps = Math.ceil(each.steps * Math.min(16, Math.max(1.5, SLICE_SECONDS / seconds)));
    }
  }
  for (let i = 0; i < Number(values.rounds); i++) {
    for (const each of contestants) {
      // Short epochs are repeated until they add up to a slice.
      let [images, seconds] = [0, 0];
      while (seconds < SLICE_SECONDS) {
        const slice = await train(each);
        images += slice.length;
        seconds += slice.seconds;
      }
      each.rates.push(images / seconds);
    }
  }
  for (const { session } of contestants) await session.dispose();
  return contestants.map(({ threads, rates }) => ({
    axis,
    size,
    threads,
    imagesPerSecond: Math.round(median(rates)),
  }));
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

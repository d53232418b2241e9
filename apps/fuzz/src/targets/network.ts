import type { RandomStream } from '@atelier/random';
import { simdEngine } from '@atelier/simd';
import {
  type Engine,
  fit,
  type FitOptions,
  readWeights,
  type Samples,
  tfjsEngine,
  UnsupportedError,
  useWasmBackend,
  writeWeights,
} from '@atelier/training';
import { memory } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { pick } from '../mutate.ts';
import { Finding, refusedOrAnswered, type Target } from '../target.ts';
import { largestDifference } from './largest-difference.ts';
import { networkOfGraph, networkOfText, type RandomNetwork } from './random-networks.ts';

/** Between the engines' weights, as a share of the largest one: they take sums in other orders. */
const TOLERANCE = 1e-4;
const STEPS = 3;
const BATCH = 3;

/**
 * Networks of any layers, on pictures of any size. Each is refused when it is made, or trains: on one and on several threads to the same
 * bits, and with both engines to the same weights.
 */
export const network: Target = {
  async prepare() {
    await useWasmBackend();
    return async (random) => {
      const classes = 2 + random.below(6);
      const shape = [1 + random.below(14), 1 + random.below(14), 1 + random.below(4)] as const;
      const made = pick(random, [networkOfText, networkOfGraph])(random, shape, classes);
      const samples = pictures(random, shape, classes);
      const settings = trainingSettings(random);
      const threads = 2 + random.below(5);
      const results: Weights[] = [];
      for (const engine of [simdEngine({ threads: 1 }), simdEngine({ threads }), tfjsEngine()]) {
        const weights = await trained(made, samples, { ...settings, engine });
        if (weights === undefined) break;
        results.push(weights);
      }
      const [one, several, reference] = results;
      const what = `${made.text} with ${JSON.stringify(settings)}`;
      if (one && several && reference) {
        if (largestDifference(one, several) > 0)
          throw new Finding(`Other bits on ${threads} threads: ${what}`);
        const difference = largestDifference(one, reference);
        if (!(difference <= TOLERANCE)) throw new Finding(`The engines differ by ${difference}: ${what}`);
      } else if (one) throw new Finding(`Only some engines train ${what}`);
    };
  },
};

type Weights = readonly Float32Array[];

function pictures(
  random: RandomStream,
  [height, width, channels]: readonly [number, number, number],
  classes: number,
): Samples {
  const count = STEPS * BATCH - random.below(BATCH);
  const dark = random.below(4);
  const images = Uint8Array.from({ length: count * height * width * channels }, () =>
    random.below(4) < dark ? 0 : random.below(256),
  );
  const labels = Uint8Array.from({ length: count }, () => random.below(classes));
  return { images, labels, count, height, width, channels };
}

/** Without Adam: it turns the rounding of a gradient that is 0 into a whole step. */
function trainingSettings(random: RandomStream): FitOptions {
  return {
    epochs: 1,
    batchSize: BATCH,
    optimizer: pick(random, ['sgd', 'momentum'] as const),
    learningRate: pick(random, [0.001, 0.02]),
    labelSmoothing: pick(random, [0, 0.1]),
    seed: random.below(1000),
  };
}

/** Nothing where the network, or its training, is refused. */
async function trained(
  made: RandomNetwork,
  samples: Samples,
  settings: FitOptions & { readonly engine: Engine },
): Promise<Weights | undefined> {
  const model = await refusedOrAnswered(() => made.make(), [RangeError]);
  if (model === undefined) return undefined;
  try {
    await moveBiases(model);
    const refused = [RangeError, UnsupportedError];
    const tensors = memory().numTensors;
    const result = await refusedOrAnswered(() => fit(model, samples, settings), refused);
    const left = memory().numTensors - tensors;
    if (left !== 0) throw new Finding(`Training left ${left} tensors: ${made.text}`);
    return result && readWeights(model).map(({ values }) => values.slice());
  } finally {
    model.dispose();
  }
}

/** Away from 0, where dark pixels would leave the sums before a ReLU: rounding then decides whether they have a gradient. */
async function moveBiases(model: LayersModel): Promise<void> {
  const weights = readWeights(model);
  for (const { name, values } of weights) {
    if (name.endsWith('/bias')) values.forEach((_, unit) => (values[unit] = ((unit % 5) - 2.5) / 10));
  }
  await writeWeights(model, weights);
}

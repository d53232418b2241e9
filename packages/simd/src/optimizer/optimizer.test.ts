import { type OptimizerConfig, useWasmBackend } from '@atelier/training';
import { beforeAll, expect, test } from 'vitest';
import { baseProgram } from '../../test/program.ts';
import { modelOf } from '../../test/reference.ts';
import { randomSamples } from '../../test/samples.ts';
import { simdEngine } from '../index.ts';

beforeAll(() => useWasmBackend());

const STEPS = 120;
const BATCH = 8;
const CLASSES = 5;
const samples = randomSamples([4, 3, 1], 29, CLASSES);

/** Softmax regression in float64: its gradient is short enough to be written down. */
class Regression {
  readonly weights: number[];
  readonly #slots = [0, 1].map(() => Array.from({ length: 13 * CLASSES }, () => 0));

  constructor(kernel: ArrayLike<number>, bias: ArrayLike<number>) {
    this.weights = [...Array.from(kernel), ...Array.from(bias)];
  }

  step(
    config: OptimizerConfig,
    indices: readonly number[],
    rate: number,
    t: number,
    clip: number | null,
  ): void {
    const gradient = this.#gradient(indices);
    const norm = Math.hypot(...gradient);
    const scale = clip !== null && norm > clip ? clip / norm : 1;
    for (let i = 0; i < this.weights.length; i++)
      this.#update(config, i, (gradient[i] ?? 0) * scale, rate, t);
  }

  #gradient(indices: readonly number[]): number[] {
    const gradient = this.weights.map(() => 0);
    for (const sample of indices) {
      // The bias is the weight of a thirteenth input that is always 1.
      const x = [
        ...Array.from(samples.images.subarray(sample * 12, sample * 12 + 12), (byte) => byte / 255),
        1,
      ];
      const logits = Array.from({ length: CLASSES }, (_, unit) =>
        x.reduce((sum, value, k) => sum + value * (this.weights[k * CLASSES + unit] ?? 0), 0),
      );
      const e = logits.map(Math.exp);
      const sum = e.reduce((total, value) => total + value, 0);
      for (const [k, value] of x.entries()) {
        for (let unit = 0; unit < CLASSES; unit++) {
          const error = (e[unit] ?? 0) / sum - (samples.labels[sample] === unit ? 1 : 0);
          gradient[k * CLASSES + unit]! += (value * error) / indices.length;
        }
      }
    }
    return gradient;
  }

  #update(config: OptimizerConfig, i: number, g: number, rate: number, t: number): void {
    const [first = [], second = []] = this.#slots;
    const w = this.weights;
    if (config.name === 'sgd') w[i]! -= rate * g;
    if (config.name === 'momentum') {
      first[i] = config.momentum * first[i]! + g;
      w[i]! -= rate * (config.nesterov ? g + config.momentum * first[i] : first[i]);
    }
    if (config.name === 'rmsprop') {
      first[i] = config.rho * first[i]! + (1 - config.rho) * g * g;
      second[i] = config.momentum * second[i]! + (rate * g) / Math.sqrt(first[i] + config.epsilon);
      w[i]! -= second[i];
    }
    if (config.name === 'adam' || config.name === 'adamw') {
      if (config.name === 'adamw') w[i]! -= rate * config.weightDecay * w[i]!;
      first[i] = config.beta1 * first[i]! + (1 - config.beta1) * g;
      second[i] = config.beta2 * second[i]! + (1 - config.beta2) * g * g;
      const corrected = Math.sqrt(second[i] / (1 - config.beta2 ** t)) + config.epsilon;
      w[i]! -= (rate * (first[i] / (1 - config.beta1 ** t))) / corrected;
    }
  }
}

const adam = { learningRate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
const optimizers: readonly OptimizerConfig[] = [
  { name: 'sgd', learningRate: 0.1 },
  { name: 'momentum', learningRate: 0.02, momentum: 0.9, nesterov: false },
  { name: 'momentum', learningRate: 0.02, momentum: 0.8, nesterov: true },
  { name: 'rmsprop', learningRate: 0.002, rho: 0.9, momentum: 0, epsilon: 1e-7 },
  { name: 'rmsprop', learningRate: 0.001, rho: 0.8, momentum: 0.7, epsilon: 1e-4 },
  { name: 'adam', ...adam },
  { name: 'adam', learningRate: 0.003, beta1: 0.5, beta2: 0.9, epsilon: 1e-3 },
  { name: 'adamw', ...adam, weightDecay: 0.05 },
];
const cases = optimizers.flatMap((optimizer) => [null, 0.2].map((clip) => [optimizer, clip] as const));

test.each(cases)('120 steps are those of the formulas: %o, clipped to %s', async (optimizer, clip) => {
  const specs = [
    { type: 'rescaling', scale: 1 / 255, offset: 0 },
    { type: 'flatten' },
    { type: 'dense', units: CLASSES, activation: 'softmax' },
  ] as const;
  const program = { ...baseProgram, optimizer, batchSize: BATCH, globalClipNorm: clip };
  const session = await simdEngine({ threads: 2 }).prepare(modelOf(specs, [4, 3, 1]), program);
  const [kernel, bias] = await session.getWeights();
  const reference = new Regression(kernel?.values ?? [], bias?.values ?? []);
  const order = Array.from({ length: STEPS * BATCH - 3 }, (_, i) => (i * 7) % samples.count);
  const learningRates = Float64Array.from(
    { length: STEPS },
    (_, i) => optimizer.learningRate * (1 - i / (2 * STEPS)),
  );
  await session.trainSteps(await session.load(samples), {
    order: Uint32Array.from(order),
    learningRates,
    firstStep: 0,
  });
  for (const [i, rate] of learningRates.entries()) {
    reference.step(optimizer, order.slice(i * BATCH, (i + 1) * BATCH), rate, i + 1, clip);
  }
  const trained = (await session.getWeights()).flatMap(({ values }) => Array.from(values));
  await session.dispose();
  const worst = Math.max(
    ...trained.map((value, i) => Math.abs(value - (reference.weights[i] ?? Number.NaN))),
  );
  expect(worst).toBeLessThan(5e-6);
});

test('moments of weights that get no gradient any more end at 0, not among the denormal numbers', async () => {
  const specs = [{ type: 'flatten' }, { type: 'dense', units: 2, activation: 'softmax' }] as const;
  const optimizer = { name: 'adam', ...adam } as const;
  const session = await simdEngine({ threads: 1 }).prepare(modelOf(specs, [1, 2, 1]), {
    ...baseProgram,
    optimizer,
  });
  // The second pixel is lit in the first step only.
  const images = Uint8Array.of(1, 1, 1, 0);
  const loaded = await session.load({
    images,
    labels: Uint8Array.of(0, 1),
    count: 2,
    height: 1,
    width: 2,
    channels: 1,
  });
  const steps = 1200;
  const order = Uint32Array.from({ length: steps * 8 }, (_, i) => (i < 8 ? 0 : 1));
  await session.trainSteps(loaded, {
    order,
    learningRates: new Float64Array(steps).fill(1e-3),
    firstStep: 0,
  });
  const moments = (await session.getOptimizerSlots())[0]?.values ?? new Float32Array();
  await session.dispose();
  expect(moments[0]).not.toBe(0);
  expect(Array.from(moments.subarray(2))).toEqual([0, 0]);
});

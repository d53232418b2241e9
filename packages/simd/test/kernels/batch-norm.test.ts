import { expect, test } from 'vitest';
import {
  BATCH_NORM_BACKWARD,
  BATCH_NORM_COMBINE,
  BATCH_NORM_FORWARD,
  BATCH_NORM_GRADIENT,
  BATCH_NORM_MOVING,
  BATCH_NORM_STATISTICS,
  BATCH_NORM_SUMS,
  CHUNKS,
} from '../../src/opcodes.ts';
import { deviation, dropPadding, KernelMemory, padChannels, randomFloats } from './kernel-memory.ts';

const epsilon = 1e-3;
const momentum = 0.9;

/** The kernels' results, and the definition's in float64. */
function run(batch: number, pixels: number, channels: number, threads: number, offset = 0) {
  const count = batch * pixels;
  const groups = Math.ceil(channels / 4);
  const inputs = randomFloats(count * channels, 'input').map(
    (value, i) => value * (1 + (i % channels)) + offset,
  );
  const gradients = randomFloats(count * channels, 'gradient');
  const gammas = randomFloats(channels, 'gamma');
  const betas = randomFloats(channels, 'beta');

  const memory = new KernelMemory(batch, threads);
  const input = memory.floats(padChannels(inputs, channels));
  const gradient = memory.floats(padChannels(gradients, channels));
  const gamma = memory.floats(padChannels(gammas, channels));
  const beta = memory.floats(padChannels(betas, channels));
  const movingMean = memory.floats(new Float32Array(groups * 4));
  const movingVariance = memory.floats(padChannels(new Float32Array(channels).fill(1), channels));
  const records = memory.empty(CHUNKS * 2 * groups * 4);
  const statistics = memory.empty(4 * groups * 4);
  const coefficients = memory.empty(3 * groups * 4);
  const output = memory.empty(count * groups * 4);
  const inference = memory.empty(count * groups * 4);
  memory.run(BATCH_NORM_STATISTICS, input, pixels, groups, records);
  const own = [gamma, beta, movingMean, movingVariance, statistics];
  const rates = [{ float32: epsilon }, { float32: 1 - momentum }];
  memory.run(BATCH_NORM_COMBINE, records, pixels, groups, ...own, ...rates);
  memory.run(BATCH_NORM_FORWARD, input, output, pixels, groups, statistics, 0);
  memory.run(BATCH_NORM_SUMS, input, gradient, pixels, groups, statistics, records);
  const parameters = [memory.parameter(gamma), memory.parameter(beta)];
  memory.run(BATCH_NORM_GRADIENT, records, pixels, groups, statistics, ...parameters, coefficients);
  memory.run(BATCH_NORM_BACKWARD, input, gradient, pixels, groups, coefficients);
  const unmoved = memory.floats(padChannels(gammas, channels));
  const unshifted = memory.floats(padChannels(betas, channels));
  const moving = [unmoved, unshifted, movingMean, movingVariance, statistics];
  memory.run(BATCH_NORM_MOVING, groups, ...moving, { float32: epsilon });
  memory.run(BATCH_NORM_FORWARD, input, inference, pixels, groups, statistics, 0);

  const read = (address: number, rows: number): Float32Array =>
    dropPadding(memory.read(address, rows * groups * 4), channels);
  const [gammaAfter, betaAfter] = [read(gamma, 1), read(beta, 1)];
  const found = {
    output: read(output, count),
    inputGradient: read(gradient, count),
    gamma: gammas.map((value, i) => value - (gammaAfter[i] ?? 0)),
    beta: betas.map((value, i) => value - (betaAfter[i] ?? 0)),
    movingMean: read(movingMean, 1),
    movingVariance: memory.read(movingVariance, groups * 4).slice(0, channels),
    inference: read(inference, count),
  };

  const expected = {
    output: new Float64Array(count * channels),
    inputGradient: new Float64Array(count * channels),
    gamma: new Float64Array(channels),
    beta: new Float64Array(channels),
    movingMean: new Float64Array(channels),
    movingVariance: new Float64Array(channels),
    inference: new Float64Array(count * channels),
  };
  for (let c = 0; c < channels; c++) {
    const column = (values: Float32Array): number[] =>
      Array.from(values.filter((_, i) => i % channels === c));
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / count;
    const x = column(inputs);
    const dy = column(gradients);
    const [scale, shift] = [gammas[c] ?? 0, betas[c] ?? 0];
    const average = mean(x);
    const variance = mean(x.map((value) => (value - average) ** 2));
    const normal = x.map((value) => (value - average) / Math.sqrt(variance + epsilon));
    const movingAverage = (1 - momentum) * average;
    const movingSpread = momentum + (1 - momentum) * variance;
    expected.movingMean[c] = movingAverage;
    expected.movingVariance[c] = movingSpread;
    const sumOfGradients = count * mean(dy);
    const sumOfProducts = count * mean(normal.map((value, i) => value * (dy[i] ?? 0)));
    expected.gamma[c] = sumOfProducts;
    expected.beta[c] = sumOfGradients;
    for (let i = 0; i < count; i++) {
      const at = i * channels + c;
      expected.output[at] = (normal[i] ?? 0) * scale + shift;
      expected.inference[at] =
        (((x[i] ?? 0) - movingAverage) / Math.sqrt(movingSpread + epsilon)) * scale + shift;
      const rest = (dy[i] ?? 0) - (sumOfGradients + (normal[i] ?? 0) * sumOfProducts) / count;
      expected.inputGradient[at] = (scale / Math.sqrt(variance + epsilon)) * rest;
    }
  }
  return { found, expected };
}

test.each([
  [7, 12, 6],
  [3, 5, 21],
  [1, 9, 4],
  [20, 1, 5],
] as const)(
  'a batch of %i with %i pixels and %i channels is normalized as defined',
  (batch, pixels, channels) => {
    const { found, expected } = run(batch, pixels, channels, 1);
    const results = Object.values(found);
    for (const [index, values] of Object.values(expected).entries()) {
      expect(deviation(results[index] ?? [], values)).toBeLessThan(3e-6);
    }
    for (const threads of [2, 3, 8]) expect(run(batch, pixels, channels, threads).found).toEqual(found);
  },
);

test('a large mean costs no more digits than float32 inputs have lost already', () => {
  const { found, expected } = run(16, 49, 4, 1, 1000);
  expect(deviation(found.movingVariance, expected.movingVariance)).toBeLessThan(1e-6);
  expect(deviation(found.output, expected.output)).toBeLessThan(2e-4);
});

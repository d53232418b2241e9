import { expect, test } from 'vitest';
import { CHUNKED_GRADIENT, CHUNKS, DEPTHWISE_BACKWARD, DEPTHWISE_FORWARD } from '../../src/opcodes.ts';
import { slide, windowLength } from '../../src/ops/conv-geometry.ts';
import { deviation, dropPadding, KernelMemory, padChannels, randomFloats } from './kernel-memory.ts';
import { naiveConv } from './naive-conv.ts';

interface Case {
  readonly channels: number;
  readonly multiplier: number;
  readonly stride: number;
  readonly padding: 'valid' | 'same';
}

function run({ channels, multiplier, stride, padding }: Case, threads: number) {
  const batch = 11;
  const rows = slide(7, 3, stride, padding);
  const columns = slide(6, 2, stride, padding);
  const filters = channels * multiplier;
  const groups = Math.ceil(channels / 4);
  const outGroups = Math.ceil(filters / 4);
  const inputs = randomFloats(batch * 42 * channels, 'input');
  const kernels = randomFloats(6 * filters, 'kernel');
  const biases = randomFloats(filters, 'bias');
  const outputs = batch * rows.outputs * columns.outputs * filters;
  const gradients = randomFloats(outputs, 'gradient');

  const memory = new KernelMemory(batch, threads);
  const input = memory.floats(padChannels(inputs, channels));
  const kernel = memory.floats(padChannels(kernels, filters));
  const bias = memory.floats(padChannels(biases, filters));
  const gradient = memory.floats(padChannels(gradients, filters));
  const geometry = [7, 6, groups, rows.before, columns.before, windowLength(rows), windowLength(columns)];
  geometry.push(stride, stride, 3, 2, multiplier, rows.outputs, columns.outputs, filters);
  const padded = (outputs / filters) * outGroups * 4;
  const output = memory.empty(padded);
  memory.run(DEPTHWISE_FORWARD, ...geometry, input, kernel, bias, 0, output);
  const chunkBytes = 7 * outGroups * 16;
  const sums = memory.empty((CHUNKS * chunkBytes) / 4);
  const inputGradient = memory.empty(batch * 42 * groups * 4);
  memory.run(DEPTHWISE_BACKWARD, ...geometry, input, kernel, gradient, sums, chunkBytes, 1, inputGradient);
  const chunks = [sums, chunkBytes, CHUNKS, 6, 6];
  memory.run(CHUNKED_GRADIENT, memory.parameter(kernel), 6, outGroups, ...chunks);
  const read = (address: number, length: number, width: number): Float32Array =>
    dropPadding(memory.read(address, length), width);
  const moved = read(kernel, 6 * outGroups * 4, filters);
  const found = [
    read(output, padded, filters),
    kernels.map((value, i) => value - (moved[i] ?? 0)),
    read(inputGradient, batch * 42 * groups * 4, channels),
  ];

  // The definition, one channel at a time: a convolution of one input channel.
  const expected = [
    new Float64Array(outputs),
    new Float64Array(6 * filters),
    new Float64Array(inputs.length),
  ];
  for (let channel = 0; channel < channels; channel++) {
    const own = (values: Float32Array, width: number, size: number) =>
      values.filter((__, i) => Math.floor((i % width) / size) === channel);
    const sizes = { batch, rows, columns, channels: 1, filters: multiplier };
    const results = naiveConv(
      sizes,
      own(inputs, channels, 1),
      own(kernels, filters, multiplier),
      own(biases, filters, multiplier),
      own(gradients, filters, multiplier),
    );
    const put = (to: Float64Array | undefined, from: Float64Array, width: number, size: number): void => {
      for (const [i, value] of from.entries()) {
        if (to) to[Math.floor(i / size) * width + channel * size + (i % size)] = value;
      }
    };
    put(expected[0], results.output, filters, multiplier);
    put(expected[1], results.kernelGradient, filters, multiplier);
    put(expected[2], results.inputGradient, channels, 1);
  }
  return { found, expected };
}

test.each<Case>([
  { channels: 8, multiplier: 1, stride: 1, padding: 'valid' },
  { channels: 5, multiplier: 1, stride: 2, padding: 'same' },
  { channels: 3, multiplier: 2, stride: 1, padding: 'same' },
  { channels: 4, multiplier: 3, stride: 2, padding: 'valid' },
])('a depthwise convolution is a convolution of each channel: %o', (each) => {
  const { found, expected } = run(each, 1);
  for (const [index, values] of expected.entries()) {
    expect(deviation(found[index] ?? [], values)).toBeLessThan(2e-6);
  }
  expect(run(each, 3).found).toEqual(found);
});

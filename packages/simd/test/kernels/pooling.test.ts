import { expect, test } from 'vitest';
import {
  AVERAGE_POOL_BACKWARD,
  AVERAGE_POOL_FORWARD,
  GLOBAL_AVERAGE_BACKWARD,
  GLOBAL_AVERAGE_FORWARD,
  GLOBAL_MAX_BACKWARD,
  GLOBAL_MAX_FORWARD,
  MAX_POOL_BACKWARD,
  MAX_POOL_FORWARD,
} from '../../src/opcodes.ts';
import { slide } from '../../src/ops/conv-geometry.ts';
import { deviation, dropPadding, KernelMemory, padChannels, randomFloats } from './kernel-memory.ts';

const batch = 5;
const channels = 6;

interface Case {
  readonly size: readonly [number, number];
  readonly pool: readonly [number, number];
  readonly stride: number;
  readonly padding: 'valid' | 'same';
}

/** Window by window: output `i` and the inputs that its window holds, in order. */
function* windows({ size, pool, stride, padding }: Case): Generator<readonly [number, readonly number[]]> {
  const rows = slide(size[0], pool[0], stride, padding);
  const columns = slide(size[1], pool[1], stride, padding);
  let output = 0;
  for (let n = 0; n < batch; n++)
    for (let y = 0; y < rows.outputs; y++)
      for (let x = 0; x < columns.outputs; x++)
        for (let c = 0; c < channels; c++) {
          const inside: number[] = [];
          for (let ky = 0; ky < pool[0]; ky++)
            for (let kx = 0; kx < pool[1]; kx++) {
              const iy = y * stride + ky - rows.before;
              const ix = x * stride + kx - columns.before;
              if (iy < 0 || iy >= size[0] || ix < 0 || ix >= size[1]) continue;
              inside.push(((n * size[0] + iy) * size[1] + ix) * channels + c);
            }
          yield [output++, inside];
        }
}

function definition(each: Case, kind: 'max' | 'average', input: Float32Array, gradient: Float32Array) {
  const output = new Float64Array(gradient.length);
  const inputGradient = new Float64Array(input.length);
  for (const [o, inside] of windows(each)) {
    const values = inside.map((i) => input[i] ?? 0);
    const g = gradient[o] ?? 0;
    if (kind === 'max') {
      output[o] = Math.max(...values);
      const first = inside[values.indexOf(output[o])] ?? 0;
      inputGradient[first] = (inputGradient[first] ?? 0) + g;
    } else {
      output[o] = values.reduce((sum, value) => sum + value, 0) / values.length;
      for (const i of inside) inputGradient[i] = (inputGradient[i] ?? 0) + g / values.length;
    }
  }
  return { output, inputGradient };
}

/** Many equal values, and none above 0: the first of a window's maxima gets the gradient, whatever its sign. */
const inputOf = (length: number): Float32Array =>
  randomFloats(length, 'input').map((value) => Math.min(0, Math.round(value * 4) / 4));

test.each<Case>([
  { size: [6, 8], pool: [2, 2], stride: 2, padding: 'valid' },
  { size: [7, 5], pool: [2, 2], stride: 2, padding: 'valid' },
  { size: [7, 5], pool: [2, 2], stride: 2, padding: 'same' },
  { size: [7, 6], pool: [3, 3], stride: 2, padding: 'same' },
  { size: [5, 6], pool: [3, 2], stride: 1, padding: 'same' },
  { size: [5, 5], pool: [1, 2], stride: 3, padding: 'valid' },
])('pooling is that of the definition: %o', (each) => {
  const { size, pool, stride, padding } = each;
  const rows = slide(size[0], pool[0], stride, padding);
  const columns = slide(size[1], pool[1], stride, padding);
  const pixels = size[0] * size[1];
  const outPixels = rows.outputs * columns.outputs;
  const inputs = inputOf(batch * pixels * channels);
  const gradients = randomFloats(batch * outPixels * channels, 'gradient');
  for (const kind of ['max', 'average'] as const) {
    const memory = new KernelMemory(batch, 2);
    const input = memory.floats(padChannels(inputs, channels));
    const output = memory.empty(batch * outPixels * 8);
    const gradient = memory.floats(padChannels(gradients, channels));
    const inputGradient = memory.empty(batch * pixels * 8);
    const geometry = [
      ...size,
      2,
      ...pool,
      stride,
      stride,
      rows.before,
      columns.before,
      rows.outputs,
      columns.outputs,
    ];
    if (kind === 'max') {
      memory.run(MAX_POOL_FORWARD, ...geometry, input, output);
      memory.run(MAX_POOL_BACKWARD, ...geometry, input, output, gradient, inputGradient, 0);
    } else {
      memory.run(AVERAGE_POOL_FORWARD, ...geometry, input, output);
      memory.run(AVERAGE_POOL_BACKWARD, ...geometry, gradient, inputGradient);
    }
    const expected = definition(each, kind, inputs, gradients);
    const found = dropPadding(memory.read(output, batch * outPixels * 8), channels);
    expect(deviation(found, expected.output)).toBeLessThan(1e-6);
    const foundGradient = dropPadding(memory.read(inputGradient, batch * pixels * 8), channels);
    expect(deviation(foundGradient, expected.inputGradient)).toBeLessThan(1e-6);
  }
});

test.each<Case>([
  { size: [7, 6], pool: [2, 2], stride: 2, padding: 'valid' },
  { size: [5, 6], pool: [3, 2], stride: 1, padding: 'same' },
])('the gradient of a maximum of rectified values leaves out what the ReLU cut off: %o', (each) => {
  const { size, pool, stride, padding } = each;
  const [rows, columns] = [
    slide(size[0], pool[0], stride, padding),
    slide(size[1], pool[1], stride, padding),
  ];
  const pixels = size[0] * size[1];
  const outPixels = rows.outputs * columns.outputs;
  const inputs = randomFloats(batch * pixels * channels, 'input').map((value) => Math.max(0, value));
  const gradients = randomFloats(batch * outPixels * channels, 'gradient');
  const memory = new KernelMemory(batch, 2);
  const input = memory.floats(padChannels(inputs, channels));
  const output = memory.empty(batch * outPixels * 8);
  const gradient = memory.floats(padChannels(gradients, channels));
  const inputGradient = memory.empty(batch * pixels * 8);
  const corner = [rows.before, columns.before, rows.outputs, columns.outputs];
  const geometry = [...size, 2, ...pool, stride, stride, ...corner];
  memory.run(MAX_POOL_FORWARD, ...geometry, input, output);
  memory.run(MAX_POOL_BACKWARD, ...geometry, input, output, gradient, inputGradient, 1);
  const expected = definition(each, 'max', inputs, gradients).inputGradient;
  for (const [i, value] of inputs.entries()) if (value === 0) expected[i] = 0;
  const found = dropPadding(memory.read(inputGradient, batch * pixels * 8), channels);
  expect(deviation(found, expected)).toBeLessThan(1e-6);
});

test('global pooling is pooling with a window of the whole picture', () => {
  const each: Case = { size: [5, 3], pool: [5, 3], stride: 1, padding: 'valid' };
  const inputs = inputOf(batch * 15 * channels);
  const gradients = randomFloats(batch * channels, 'gradient');
  for (const kind of ['max', 'average'] as const) {
    const memory = new KernelMemory(batch, 2);
    const input = memory.floats(padChannels(inputs, channels));
    const output = memory.empty(batch * 8);
    const gradient = memory.floats(padChannels(gradients, channels));
    const inputGradient = memory.empty(batch * 15 * 8);
    if (kind === 'max') {
      memory.run(GLOBAL_MAX_FORWARD, input, 15, 2, output);
      memory.run(GLOBAL_MAX_BACKWARD, input, 15, 2, output, gradient, inputGradient);
    } else {
      memory.run(GLOBAL_AVERAGE_FORWARD, input, 15, 2, output);
      memory.run(GLOBAL_AVERAGE_BACKWARD, gradient, 15, 2, inputGradient);
    }
    const expected = definition(each, kind, inputs, gradients);
    const found = dropPadding(memory.read(output, batch * 8), channels);
    expect(deviation(found, expected.output)).toBeLessThan(1e-6);
    const foundGradient = dropPadding(memory.read(inputGradient, batch * 15 * 8), channels);
    expect(deviation(foundGradient, expected.inputGradient)).toBeLessThan(1e-6);
  }
});

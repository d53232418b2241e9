import { describe, expect, test } from 'vitest';
import {
  CHUNKED_GRADIENT,
  CHUNKS,
  CONV,
  CONV_PACK,
  CONV_WEIGHT_GRADIENT,
  WINOGRAD_BACKWARD,
  WINOGRAD_FORWARD,
  WINOGRAD_PACK,
} from '../../src/opcodes.ts';
import { gradientPhases, type Padding, slide, windowLength } from '../../src/ops/conv-geometry.ts';
import { deviation, dropPadding, KernelMemory, padChannels, randomFloats } from './kernel-memory.ts';
import { naiveConv, type NaiveConv } from './naive-conv.ts';

interface Case {
  readonly batch?: number;
  readonly size: readonly [number, number];
  readonly channels: number;
  readonly filters: number;
  readonly kernel: readonly [number, number];
  readonly strides?: readonly [number, number];
  readonly padding?: Padding;
}

interface Results {
  readonly output: Float32Array;
  readonly kernelGradient: Float32Array;
  readonly inputGradient: Float32Array;
  readonly biasGradient: Float32Array;
}

function sizesOf({
  batch = 3,
  size,
  channels,
  filters,
  kernel,
  strides = [1, 1],
  padding = 'valid',
}: Case): NaiveConv {
  const rows = slide(size[0], kernel[0], strides[0], padding);
  const columns = slide(size[1], kernel[1], strides[1], padding);
  return { batch, rows, columns, channels, filters };
}

function dataOf({ batch, rows, columns, channels, filters }: NaiveConv) {
  return {
    input: randomFloats(batch * rows.length * columns.length * channels, 'input'),
    kernel: randomFloats(rows.kernel * columns.kernel * channels * filters, 'kernel'),
    bias: randomFloats(filters, 'bias'),
    gradient: randomFloats(batch * rows.outputs * columns.outputs * filters, 'gradient'),
  };
}

const groups = (channels: number): number => Math.ceil(channels / 4);

/** By the direct kernels. */
function direct(sizes: NaiveConv, threads: number): Results {
  const { batch, rows, columns, channels, filters } = sizes;
  const data = dataOf(sizes);
  const memory = new KernelMemory(batch, threads);
  const floats = groups(channels) * 4;
  const outBytes = groups(filters) * 16;
  const input = memory.floats(padChannels(data.input, channels));
  const kernel = memory.floats(padChannels(data.kernel, filters));
  const bias = memory.floats(padChannels(data.bias, filters));
  const gradient = memory.floats(padChannels(data.gradient, filters));
  const depth = columns.kernel * floats;

  const packed = memory.empty(rows.kernel * depth * groups(filters) * 4);
  const taps = [0, 1, rows.kernel, 0, 1, columns.kernel];
  memory.run(
    CONV_PACK,
    kernel,
    outBytes,
    packed,
    0,
    columns.kernel,
    channels,
    ...taps,
    channels,
    floats,
    groups(filters),
  );
  const source = [input, rows.length * columns.length * floats * 4, rows.length, columns.length, floats];
  const window = [
    rows.before,
    columns.before,
    windowLength(rows),
    windowLength(columns),
    rows.stride,
    columns.stride,
  ];
  const pixels = rows.outputs * columns.outputs;
  const output = memory.empty(batch * pixels * groups(filters) * 4);
  const target = [
    output,
    pixels * outBytes,
    rows.outputs,
    columns.outputs,
    columns.outputs * outBytes,
    outBytes,
    groups(filters),
  ];
  memory.run(CONV, ...source, ...window, packed, rows.kernel, depth, bias, 0, ...target);

  const inputGradient = memory.empty(batch * rows.length * columns.length * floats);
  for (const y of gradientPhases(rows)) {
    for (const x of gradientPhases(columns)) {
      const panel = memory.empty(y.taps * x.taps * groups(filters) * 4 * floats);
      const phase = [y.tap, y.tapStep, y.taps, x.tap, x.tapStep, x.taps];
      memory.run(
        CONV_PACK,
        kernel,
        outBytes,
        panel,
        1,
        columns.kernel,
        channels,
        ...phase,
        filters,
        groups(filters) * 4,
        groups(channels),
      );
      const from = [gradient, pixels * outBytes, rows.outputs, columns.outputs, groups(filters) * 4];
      const around = [y.before, x.before, y.count + y.taps - 1, x.count + x.taps - 1, 1, 1];
      const to = [
        inputGradient + (y.first * columns.length + x.first) * floats * 4,
        rows.length * columns.length * floats * 4,
        y.count,
        x.count,
        rows.stride * columns.length * floats * 4,
        columns.stride * floats * 4,
        groups(channels),
      ];
      memory.run(CONV, ...from, ...around, panel, y.taps, x.taps * groups(filters) * 4, 0, 0, ...to);
    }
  }

  const chunkBytes = (rows.kernel * depth + 1) * outBytes;
  const sums = memory.empty((CHUNKS * chunkBytes) / 4);
  const outs = [gradient, rows.outputs, columns.outputs, groups(filters)];
  memory.run(CONV_WEIGHT_GRADIENT, ...source, ...window, rows.kernel, depth, ...outs, sums, chunkBytes, 1);
  const kernelRows = rows.kernel * columns.kernel * channels;
  const chunks = [sums, chunkBytes, CHUNKS];
  memory.run(
    CHUNKED_GRADIENT,
    memory.parameter(kernel),
    kernelRows,
    groups(filters),
    ...chunks,
    channels,
    floats,
  );
  memory.run(
    CHUNKED_GRADIENT,
    memory.parameter(bias),
    1,
    groups(filters),
    sums + chunkBytes - outBytes,
    chunkBytes,
    CHUNKS,
    1,
    1,
  );
  return results(sizes, memory, { output, kernel, bias, inputGradient });
}

/** By Winograd's kernels with tiles of so many outputs a side, for 3x3 and stride 1. */
function winograd(side: 2 | 4, sizes: NaiveConv, threads: number, relu = false): Results {
  const { batch, rows, columns, channels, filters } = sizes;
  const data = dataOf(sizes);
  const memory = new KernelMemory(batch, threads);
  const floats = groups(channels) * 4;
  const outGroups = groups(filters);
  const input = memory.floats(padChannels(data.input, channels));
  const kernel = memory.floats(padChannels(data.kernel, filters));
  const bias = memory.floats(padChannels(data.bias, filters));
  const gradient = memory.floats(padChannels(data.gradient, filters));
  const forward = memory.empty(36 * floats * outGroups * 4);
  const backward = memory.empty(36 * floats * outGroups * 4);
  memory.run(WINOGRAD_PACK, kernel, channels, outGroups, forward, backward, side);
  const source = [
    input,
    rows.length * columns.length * floats * 4,
    rows.length,
    columns.length,
    floats,
    rows.before,
    columns.before,
  ];
  const output = memory.empty(batch * rows.outputs * columns.outputs * outGroups * 4);
  const outs = [rows.outputs, columns.outputs, outGroups];
  memory.run(WINOGRAD_FORWARD, ...source, forward, bias, relu ? 1 : 0, output, ...outs, side);
  const chunkBytes = (9 * floats + 1) * outGroups * 16;
  const sums = memory.empty((CHUNKS * chunkBytes) / 4);
  const inputGradient = memory.empty(batch * rows.length * columns.length * floats);
  const ownSums = memory.empty(Math.min(threads, CHUNKS) * (side + 2) ** 2 * (floats * outGroups * 4 + 16));
  const target = [sums, chunkBytes, 1, inputGradient, ownSums, side];
  memory.run(WINOGRAD_BACKWARD, ...source, backward, gradient, ...outs, ...target);
  const chunks = [sums, chunkBytes, CHUNKS, channels, floats];
  memory.run(CHUNKED_GRADIENT, memory.parameter(kernel), 9 * channels, outGroups, ...chunks);
  memory.run(
    CHUNKED_GRADIENT,
    memory.parameter(bias),
    1,
    outGroups,
    sums + chunkBytes - outGroups * 16,
    chunkBytes,
    CHUNKS,
    1,
    1,
  );
  return results(sizes, memory, { output, kernel, bias, inputGradient });
}

function results(
  { batch, rows, columns, channels, filters }: NaiveConv,
  memory: KernelMemory,
  at: {
    readonly output: number;
    readonly kernel: number;
    readonly bias: number;
    readonly inputGradient: number;
  },
): Results {
  const sizes = { batch, rows, columns, channels, filters };
  const { kernel, bias } = dataOf(sizes);
  const read = (address: number, count: number, width: number): Float32Array =>
    dropPadding(memory.read(address, count * groups(width) * 4), width);
  const moved = (before: Float32Array, after: Float32Array): Float32Array =>
    before.map((value, i) => value - (after[i] ?? Number.NaN));
  return {
    output: read(at.output, batch * rows.outputs * columns.outputs, filters),
    kernelGradient: moved(kernel, read(at.kernel, rows.kernel * columns.kernel * channels, filters)),
    inputGradient: read(at.inputGradient, batch * rows.length * columns.length, channels),
    biasGradient: moved(bias, read(at.bias, 1, filters)),
  };
}

function worst(found: Results, sizes: NaiveConv): number {
  const { input, kernel, bias, gradient } = dataOf(sizes);
  const expected = naiveConv(sizes, input, kernel, bias, gradient);
  return Math.max(
    deviation(found.output, expected.output),
    deviation(found.kernelGradient, expected.kernelGradient),
    deviation(found.inputGradient, expected.inputGradient),
    deviation(found.biasGradient, expected.biasGradient),
  );
}

const cases: readonly (readonly [string, Case])[] = [
  ['3x3, valid', { size: [8, 9], channels: 4, filters: 8, kernel: [3, 3] }],
  ['3x3, same', { size: [7, 6], channels: 8, filters: 12, kernel: [3, 3], padding: 'same' }],
  ['channels that are not multiples of four', { size: [6, 5], channels: 3, filters: 5, kernel: [3, 3] }],
  ['13 channels to 18, same', { size: [5, 5], channels: 13, filters: 18, kernel: [3, 3], padding: 'same' }],
  ['1x1', { size: [5, 3], channels: 6, filters: 9, kernel: [1, 1] }],
  ['2x5', { size: [6, 8], channels: 5, filters: 4, kernel: [2, 5] }],
  ['4x4, same', { size: [7, 8], channels: 4, filters: 7, kernel: [4, 4], padding: 'same' }],
  [
    '5x5, same, larger than the picture',
    { size: [3, 2], channels: 4, filters: 8, kernel: [5, 5], padding: 'same' },
  ],
  ['the whole picture', { size: [4, 5], channels: 3, filters: 6, kernel: [4, 5] }],
  [
    'stride 2, same',
    { size: [7, 8], channels: 4, filters: 8, kernel: [3, 3], strides: [2, 2], padding: 'same' },
  ],
  ['stride 2, valid, even', { size: [8, 10], channels: 4, filters: 4, kernel: [3, 3], strides: [2, 2] }],
  ['strides 3 and 2', { size: [9, 7], channels: 2, filters: 3, kernel: [3, 2], strides: [3, 2] }],
  [
    'a stride longer than the kernel',
    { size: [9, 8], channels: 4, filters: 4, kernel: [1, 2], strides: [3, 3] },
  ],
  [
    '1x1, stride 2, same',
    { size: [7, 6], channels: 5, filters: 6, kernel: [1, 1], strides: [2, 2], padding: 'same' },
  ],
  ['one picture', { batch: 1, size: [5, 5], channels: 4, filters: 4, kernel: [3, 3] }],
  [
    'more tiles than are computed at once',
    { batch: 1, size: [26, 23], channels: 8, filters: 8, kernel: [3, 3] },
  ],
  [
    'more pictures than chunks',
    { batch: 19, size: [4, 4], channels: 2, filters: 4, kernel: [3, 3], padding: 'same' },
  ],
];

test.each(cases)('a convolution and its gradients are those of the definition: %s', (_, each) => {
  const sizes = sizesOf(each);
  expect(worst(direct(sizes, 1), sizes)).toBeLessThan(2e-6);
});

describe.each([
  [2, 4e-6],
  [4, 8e-6],
] as const)("Winograd's algorithm with tiles of %i outputs a side gives the same", (side, tolerance) => {
  test.each(cases.filter(([, { kernel, strides }]) => kernel.join() === '3,3' && !strides))(
    '%s',
    (_, each) => {
      const sizes = sizesOf(each);
      expect(worst(winograd(side, sizes, 1), sizes)).toBeLessThan(tolerance);
    },
  );
});

test.each([
  ['direct', direct],
  ['Winograd F(2x2)', (sizes: NaiveConv, threads: number) => winograd(2, sizes, threads)],
  ['Winograd F(4x4)', (sizes: NaiveConv, threads: number) => winograd(4, sizes, threads)],
] as const)('%s kernels give the same bits for any number of threads', (_, run) => {
  const sizes = sizesOf({
    batch: 13,
    size: [9, 9],
    channels: 12,
    filters: 20,
    kernel: [3, 3],
    padding: 'same',
  });
  const alone = run(sizes, 1);
  for (const threads of [2, 3, 8]) expect(run(sizes, threads)).toEqual(alone);
});

test.each([2, 4] as const)(
  'Winograd tiles of %i outputs a side cut off what is below 0 where asked to',
  (side) => {
    const sizes = sizesOf({ size: [7, 6], channels: 8, filters: 12, kernel: [3, 3], padding: 'same' });
    const all = winograd(side, sizes, 1).output;
    expect(winograd(side, sizes, 1, true).output).toEqual(all.map((value) => Math.max(value, 0)));
    expect(all.some((value) => value < 0)).toBe(true);
  },
);

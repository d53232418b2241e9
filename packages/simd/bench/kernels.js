// Milliseconds per call of each convolution kernel at some layers' sizes, one thread: `node bench/kernels.js [--rounds 200]`.
// Rounds are interleaved with a fixed matrix product, which shows how busy the machine was; the shortest time counts.
import { parseArgs } from 'node:util';
import * as op from '../dist/opcodes.js';
import { slide, windowLength } from '../dist/ops/conv-geometry.js';
import { loneKernels } from './lone-kernels.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
const BATCH = 32;
const sizes = { batch: BATCH, memoryBytes: 256 << 20, scratchBytes: 8 << 20 };
const { room, call, execute } = await loneKernels(sizes);

const contestants = [];
function contestant(name, multiplications, code, ...args) {
  contestants.push({ name, multiplications, address: call(code, ...args), best: Infinity });
}

function layer(size, channels, filters, padding) {
  const axis = slide(size, 3, 1, padding);
  const outputs = axis.outputs;
  const groups = filters / 4;
  const depth = 3 * channels;
  const products = BATCH * outputs * outputs * 9 * channels * filters;
  const label = `${size}x${size} ${channels}->${filters} ${padding}`;
  const input = room(BATCH * size * size * channels);
  const inputGradient = room(BATCH * size * size * channels);
  const output = room(BATCH * outputs * outputs * filters);
  const pooled = room(BATCH * outputs * outputs * filters);
  const packed = room(36 * channels * filters);
  const sums = room(op.CHUNKS * (12 * channels + 1) * filters);
  const sampleBytes = size * size * channels * 4;
  const source = [input, sampleBytes, size, size, channels, axis.before, axis.before];
  const window = [windowLength(axis), windowLength(axis), 1, 1];
  const target = [
    output,
    outputs * outputs * filters * 4,
    outputs,
    outputs,
    outputs * filters * 4,
    filters * 4,
    groups,
  ];
  contestant(`${label} forward`, products, op.CONV, ...source, ...window, packed, 3, depth, 0, 1, ...target);
  const weights = [3, depth, output, outputs, outputs, groups, sums, 4 * (9 * channels + 1) * filters, 1];
  contestant(`${label} weights`, products, op.CONV_WEIGHT_GRADIENT, ...source, ...window, ...weights);
  if (channels % 4 === 0) {
    const around = 2 - axis.before;
    const back = [
      output,
      outputs * outputs * filters * 4,
      outputs,
      outputs,
      filters,
      around,
      around,
      size + 2,
      size + 2,
      1,
      1,
    ];
    const to = [inputGradient, sampleBytes, size, size, size * channels * 4, channels * 4, channels / 4];
    contestant(`${label} input`, products, op.CONV, ...back, packed, 3, 3 * filters, 0, 0, ...to);
    const winograd = [...source, packed, 0, 1, output, outputs, outputs, groups];
    const both = [
      packed,
      output,
      outputs,
      outputs,
      groups,
      sums,
      4 * (9 * channels + 1) * filters,
      1,
      inputGradient,
      room(36 * (channels * filters + 16)),
    ];
    for (const side of [2, 4]) {
      const name = `${label} Winograd F(${side}x${side})`;
      contestant(`${name} forward`, products, op.WINOGRAD_FORWARD, ...winograd, side);
      contestant(`${name} both gradients`, 2 * products, op.WINOGRAD_BACKWARD, ...source, ...both, side);
    }
  }
  const pool = slide(outputs, 2, 2, 'valid').outputs;
  const geometry = [outputs, outputs, groups, 2, 2, 2, 2, 0, 0, pool, pool];
  contestant(`${label} pool`, 0, op.MAX_POOL_FORWARD, ...geometry, output, pooled);
  contestant(
    `${label} pool gradient`,
    0,
    op.MAX_POOL_BACKWARD,
    ...geometry,
    output,
    pooled,
    pooled,
    pooled,
    1,
  );
  const statistics = room(4 * filters);
  contestant(
    `${label} relu gradient`,
    0,
    op.ACTIVATION_BACKWARD,
    pooled,
    output,
    outputs * outputs * groups,
    0,
    1,
    0,
  );
  contestant(`${label} statistics`, 0, op.BATCH_NORM_STATISTICS, output, outputs * outputs, groups, sums);
  contestant(
    `${label} normalize`,
    0,
    op.BATCH_NORM_FORWARD,
    output,
    pooled,
    outputs * outputs,
    groups,
    statistics,
    1,
  );
  contestant(
    `${label} statistics' gradient`,
    0,
    op.BATCH_NORM_SUMS,
    output,
    pooled,
    outputs * outputs,
    groups,
    statistics,
    sums,
  );
  contestant(
    `${label} normalization's gradient`,
    0,
    op.BATCH_NORM_BACKWARD,
    output,
    pooled,
    outputs * outputs,
    groups,
    statistics,
  );
}

const a = room(BATCH * 256);
contestant(
  'matmul 32x256x256',
  BATCH * 256 * 256,
  op.MATMUL,
  a,
  1024,
  room(256 * 256),
  1024,
  0,
  room(BATCH * 256),
  256,
  64,
  0,
  0,
  256,
  0,
);
layer(28, 1, 16, 'valid');
layer(13, 16, 32, 'valid');
layer(14, 32, 64, 'same');
layer(7, 64, 64, 'same');

for (let round = 0; round < Number(values.rounds); round++) {
  for (const each of contestants) {
    const begin = performance.now();
    execute(each.address);
    each.best = Math.min(each.best, performance.now() - begin);
  }
}
console.log(
  `milliseconds for a batch of ${BATCH}, and billions of multiply-adds a second (Winograd's: of the direct way)`,
);
for (const { name, multiplications, best } of contestants) {
  const rate = multiplications === 0 ? '' : (multiplications / best / 1e6).toFixed(1).padStart(8);
  console.log(`  ${name.padEnd(44)} ${best.toFixed(3).padStart(8)} ${rate}`);
}

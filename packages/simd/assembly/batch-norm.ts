/**
 * Batch normalization: each channel to mean 0 and variance 1 over the batch and all pixels, then scaled and shifted.
 *
 * Memory: values f32 `[batch, pixels, 4 groups]`; a chunk's record f32 `[2, 4 groups]`: mean and sum of squared deviations;
 * `statistics` f32 `[4, 4 groups]`: mean, 1 / deviation, then the factor and the summand that make the output of an input.
 * Assumes: the batch's samples are divided into CHUNKS chunks, each summed by one thread, samples in order; results of all chunks
 * are computed by the owners of groups. Variances are biased, the moving one too. Deviations are taken from a sample's own mean,
 * so that large means cost no precision. Padding has gamma and beta 0, hence outputs 0.
 */
import { CHUNKS } from '../src/opcodes';
import { chunkStart } from './conv-gradient';
import { batch, shareEnd, shareStart } from './step';
import { clear } from './vectors';

/** Arguments: input, pixels, groups, chunks' records. Threads own chunks. */
export function batchNormStatistics(args: usize): void {
  const input: usize = load<u32>(args);
  const pixels = load<i32>(args, 4);
  const groups = load<i32>(args, 8);
  const records: usize = load<u32>(args, 12);
  const pixelBytes: usize = groups << 4;
  const end = shareEnd(CHUNKS);
  for (let chunk = shareStart(CHUNKS); chunk < end; chunk++) {
    const record = records + chunk * 2 * pixelBytes;
    clear(record, 2 * pixelBytes);
    const start = chunkStart(chunk);
    const endSample = chunkStart(chunk + 1);
    for (let sample = start; sample < endSample; sample++) {
      const picture = input + sample * pixels * pixelBytes;
      let column: usize = 0;
      // Cache line by cache line, and what is left by vectors.
      for (; column + 64 <= pixelBytes; column += 64) {
        addPicture<u32>(picture + column, pixels, pixelBytes, record + column, sample - start);
      }
      for (; column < pixelBytes; column += 16) {
        addPicture<u8>(picture + column, pixels, pixelBytes, record + column, sample - start);
      }
    }
  }
}

/** Adds one picture's mean and squared deviations, of one vector (u8) or four (u32) per pixel, to a record of `before` pictures. */
function addPicture<Width>(values: usize, pixels: i32, step: usize, record: usize, before: i32): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let at = values;
  for (let pixel = 0; pixel < pixels; pixel++) {
    s0 = f32x4.add(s0, v128.load(at));
    if (sizeof<Width>() > 1) {
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
    }
    at += step;
  }
  const share = f32x4.splat(<f32>1 / <f32>pixels);
  const m0 = f32x4.mul(s0, share);
  const m1 = f32x4.mul(s1, share);
  const m2 = f32x4.mul(s2, share);
  const m3 = f32x4.mul(s3, share);
  s0 = f32x4.splat(0);
  s1 = s0;
  s2 = s0;
  s3 = s0;
  at = values;
  for (let pixel = 0; pixel < pixels; pixel++) {
    s0 = addSquare(s0, v128.load(at), m0);
    if (sizeof<Width>() > 1) {
      s1 = addSquare(s1, v128.load(at, 16), m1);
      s2 = addSquare(s2, v128.load(at, 32), m2);
      s3 = addSquare(s3, v128.load(at, 48), m3);
    }
    at += step;
  }
  const count = <f32>(before * pixels);
  const added = <f32>pixels;
  combine(record, step, m0, s0, count, added);
  if (sizeof<Width>() > 1) {
    combine(record + 16, step, m1, s1, count, added);
    combine(record + 32, step, m2, s2, count, added);
    combine(record + 48, step, m3, s3, count, added);
  }
}

function addSquare(sum: v128, value: v128, mean: v128): v128 {
  const deviation = f32x4.sub(value, mean);
  return f32x4.add(sum, f32x4.mul(deviation, deviation));
}

/** Joins the mean and the squared deviations of `added` values to a record of `count` others (Chan, Golub and LeVeque). */
function combine(record: usize, rowBytes: usize, mean: v128, squares: v128, count: f32, added: f32): void {
  const total = count + added;
  const old = v128.load(record);
  const delta = f32x4.sub(mean, old);
  const between = f32x4.mul(f32x4.mul(delta, delta), f32x4.splat((count * added) / total));
  v128.store(record, f32x4.add(old, f32x4.mul(delta, f32x4.splat(added / total))));
  v128.store(record + rowBytes, f32x4.add(f32x4.add(v128.load(record + rowBytes), squares), between));
}

/**
 * Mean and variance of all chunks; the moving ones; factor and summand.
 *
 * Arguments: chunks' records, pixels, groups, gamma or 0, beta or 0, moving mean, moving variance, statistics, epsilon, share of the
 * batch in the moving statistics (1 - momentum), f32 both. Threads own groups.
 */
export function batchNormCombine(args: usize): void {
  const records: usize = load<u32>(args);
  const pixels = load<i32>(args, 4);
  const groups = load<i32>(args, 8);
  const gamma: usize = load<u32>(args, 12);
  const beta: usize = load<u32>(args, 16);
  const movingMean: usize = load<u32>(args, 20);
  const movingVariance: usize = load<u32>(args, 24);
  const statistics: usize = load<u32>(args, 28);
  const epsilon = v128.load32_splat(args, 32);
  const rate = v128.load32_splat(args, 36);
  const rowBytes: usize = groups << 4;
  const end: usize = shareEnd(groups) << 4;
  for (let column: usize = shareStart(groups) << 4; column < end; column += 16) {
    // The first chunk's record takes in the others.
    const first = records + column;
    let count = <f32>(chunkStart(1) * pixels);
    for (let chunk = 1; chunk < CHUNKS; chunk++) {
      const added = <f32>((chunkStart(chunk + 1) - chunkStart(chunk)) * pixels);
      if (added == 0) continue;
      const record = first + chunk * 2 * rowBytes;
      combine(first, rowBytes, v128.load(record), v128.load(record + rowBytes), count, added);
      count += added;
    }
    const mean = v128.load(first);
    const squares = v128.load(first + rowBytes);
    const variance = f32x4.mul(squares, f32x4.splat(<f32>1 / count));
    move(movingMean + column, mean, rate);
    move(movingVariance + column, variance, rate);
    finishStatistics(statistics + column, rowBytes, mean, variance, epsilon, gamma, beta, column);
  }
}

function move(moving: usize, value: v128, rate: v128): void {
  const old = v128.load(moving);
  v128.store(moving, f32x4.add(old, f32x4.mul(f32x4.sub(value, old), rate)));
}

function finishStatistics(
  to: usize,
  rowBytes: usize,
  mean: v128,
  variance: v128,
  epsilon: v128,
  gamma: usize,
  beta: usize,
  column: usize,
): void {
  const inverse = f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, epsilon)));
  const factor = gamma == 0 ? inverse : f32x4.mul(inverse, v128.load(gamma + column));
  const start = beta == 0 ? f32x4.splat(0) : v128.load(beta + column);
  v128.store(to, mean);
  v128.store(to + rowBytes, inverse);
  v128.store(to + rowBytes * 2, factor);
  v128.store(to + rowBytes * 3, f32x4.sub(start, f32x4.mul(mean, factor)));
}

/** Factor and summand of the moving statistics. Arguments: groups, gamma, beta, moving mean, moving variance, statistics, epsilon. */
export function batchNormMoving(args: usize): void {
  const groups = load<i32>(args);
  const gamma: usize = load<u32>(args, 4);
  const beta: usize = load<u32>(args, 8);
  const movingMean: usize = load<u32>(args, 12);
  const movingVariance: usize = load<u32>(args, 16);
  const statistics: usize = load<u32>(args, 20);
  const epsilon = v128.load32_splat(args, 24);
  const rowBytes: usize = groups << 4;
  const end: usize = shareEnd(groups) << 4;
  for (let column: usize = shareStart(groups) << 4; column < end; column += 16) {
    const mean = v128.load(movingMean + column);
    const variance = v128.load(movingVariance + column);
    finishStatistics(statistics + column, rowBytes, mean, variance, epsilon, gamma, beta, column);
  }
}

/** Arguments: input, output, pixels, groups, statistics, relu. Threads own samples. */
export function batchNormForward(args: usize): void {
  const input: usize = load<u32>(args);
  const output: usize = load<u32>(args, 4);
  const pixels = load<i32>(args, 8);
  const groups = load<i32>(args, 12);
  const statistics: usize = load<u32>(args, 16);
  const relu = load<i32>(args, 20) != 0;
  const rowBytes: usize = groups << 4;
  const factor = statistics + rowBytes * 2;
  const zero = f32x4.splat(0);
  const end: usize = shareEnd(batch) * pixels * rowBytes;
  for (let row: usize = shareStart(batch) * pixels * rowBytes; row < end; row += rowBytes) {
    for (let column: usize = 0; column < rowBytes; column += 16) {
      const at = row + column;
      const product = f32x4.mul(v128.load(input + at), v128.load(factor + column));
      const y = f32x4.add(product, v128.load(factor + rowBytes + column));
      v128.store(output + at, relu ? f32x4.max(y, zero) : y);
    }
  }
}

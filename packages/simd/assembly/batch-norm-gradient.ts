/**
 * The gradients of batch normalization, of its input, gamma and beta.
 *
 * Memory: as in batch-norm.ts; a chunk's record f32 `[2, 4 groups]`: the sums of `dy` and `dy * (x - mean)`; `coefficients` f32
 * `[3, 4 groups]`: what makes the input's gradient.
 * Assumes: as in batch-norm.ts.
 */
import { CHUNKS } from '../src/opcodes';
import { chunkStart } from './conv-gradient';
import { finishGradient, gradientAt } from './optimizer';
import { batch, shareEnd, shareStart } from './step';
import { clear } from './vectors';

/** Arguments: input, output's gradient, pixels, groups, statistics, chunks' records. Threads own chunks. */
export function batchNormSums(args: usize): void {
  const input: usize = load<u32>(args);
  const gradient: usize = load<u32>(args, 4);
  const pixels = load<i32>(args, 8);
  const groups = load<i32>(args, 12);
  const statistics: usize = load<u32>(args, 16);
  const records: usize = load<u32>(args, 20);
  const rowBytes: usize = groups << 4;
  const end = shareEnd(CHUNKS);
  for (let chunk = shareStart(CHUNKS); chunk < end; chunk++) {
    const record = records + chunk * 2 * rowBytes;
    clear(record, 2 * rowBytes);
    const endSample = chunkStart(chunk + 1);
    for (let sample = chunkStart(chunk); sample < endSample; sample++) {
      const start: usize = sample * pixels * rowBytes;
      for (let column: usize = 0; column < rowBytes; column += 16) {
        const mean = v128.load(statistics + column);
        let sums = f32x4.splat(0);
        let products = sums;
        let at = start + column;
        for (let pixel = 0; pixel < pixels; pixel++) {
          const g = v128.load(gradient + at);
          sums = f32x4.add(sums, g);
          products = f32x4.add(products, f32x4.mul(g, f32x4.sub(v128.load(input + at), mean)));
          at += rowBytes;
        }
        const to = record + column;
        v128.store(to, f32x4.add(v128.load(to), sums));
        v128.store(to + rowBytes, f32x4.add(v128.load(to + rowBytes), products));
      }
    }
  }
}

/**
 * Sums the chunks, updates gamma and beta, and finds the coefficients of the input's gradient: `a dy + b x + c`.
 *
 * Arguments: chunks' records, pixels, groups, statistics, gamma's parameter or 0, beta's or 0, coefficients. Threads own
 * groups.
 */
export function batchNormGradient(args: usize): void {
  const records: usize = load<u32>(args);
  const pixels = load<i32>(args, 4);
  const groups = load<i32>(args, 8);
  const statistics: usize = load<u32>(args, 12);
  const gamma: usize = load<u32>(args, 16);
  const beta: usize = load<u32>(args, 20);
  const coefficients: usize = load<u32>(args, 24);
  const rowBytes: usize = groups << 4;
  const share = f32x4.splat(<f32>1 / <f32>(batch * pixels));
  const end: usize = shareEnd(groups) << 4;
  for (let column: usize = shareStart(groups) << 4; column < end; column += 16) {
    let sum = v128.load(records + column);
    let products = v128.load(records + rowBytes + column);
    for (let chunk = 1; chunk < CHUNKS; chunk++) {
      const record = records + chunk * 2 * rowBytes + column;
      sum = f32x4.add(sum, v128.load(record));
      products = f32x4.add(products, v128.load(record + rowBytes));
    }
    const mean = v128.load(statistics + column);
    const inverse = v128.load(statistics + rowBytes + column);
    const factor = v128.load(statistics + rowBytes * 2 + column);
    // dx = factor * (dy - sum / n - (x - mean) * inverse² * products / n)
    const slope = f32x4.mul(f32x4.mul(inverse, inverse), f32x4.mul(products, share));
    const b = f32x4.neg(f32x4.mul(factor, slope));
    const c = f32x4.mul(factor, f32x4.sub(f32x4.mul(mean, slope), f32x4.mul(sum, share)));
    v128.store(coefficients + column, factor);
    v128.store(coefficients + rowBytes + column, b);
    v128.store(coefficients + rowBytes * 2 + column, c);
    if (gamma != 0) {
      const to = gradientAt(gamma, column);
      v128.store(to, f32x4.mul(products, inverse));
      finishGradient(gamma, column, to, 1, 16, 16);
    }
    if (beta != 0) {
      const to = gradientAt(beta, column);
      v128.store(to, sum);
      finishGradient(beta, column, to, 1, 16, 16);
    }
  }
}

/** The gradient becomes the input's, in place. Arguments: input, gradient, pixels, groups, coefficients. Threads own samples. */
export function batchNormBackward(args: usize): void {
  const input: usize = load<u32>(args);
  const gradient: usize = load<u32>(args, 4);
  const pixels = load<i32>(args, 8);
  const groups = load<i32>(args, 12);
  const coefficients: usize = load<u32>(args, 16);
  const rowBytes: usize = groups << 4;
  const end: usize = shareEnd(batch) * pixels * rowBytes;
  for (let row: usize = shareStart(batch) * pixels * rowBytes; row < end; row += rowBytes) {
    for (let column: usize = 0; column < rowBytes; column += 16) {
      const at = row + column;
      const a = v128.load(coefficients + column);
      const b = v128.load(coefficients + rowBytes + column);
      const c = v128.load(coefficients + rowBytes * 2 + column);
      const dy = f32x4.mul(a, v128.load(gradient + at));
      v128.store(gradient + at, f32x4.add(dy, f32x4.add(f32x4.mul(b, v128.load(input + at)), c)));
    }
  }
}

/**
 * From the gradient of the transformed kernel to that of its weights.
 *
 * Memory: chunks' sums as backward.ts leaves them.
 */
import { CHUNKS } from '../../src/opcodes';
import { scratch, shareEnd, shareStart } from '../step';

/**
 * The weights' gradient of the chunks' sums: adds the chunks in order, then `Gᵀ U G`.
 *
 * Arguments: sums, bytes of a chunk, input channels, floats, groups, gradient f32 `[9, input channels, 4 groups]`. Threads own input
 * channels.
 */
export function winogradWeightGradient(args: usize): void {
  const sums: usize = load<u32>(args);
  const chunkBytes: usize = load<u32>(args, 4);
  const inputs = load<i32>(args, 8);
  const floats = load<i32>(args, 12);
  const groups = load<i32>(args, 16);
  const gradient: usize = load<u32>(args, 20);
  const rowBytes: usize = groups << 4;
  const end = shareEnd(inputs);
  for (let input = shareStart(inputs); input < end; input++) {
    for (let e = 0; e < 16; e++) {
      const from = sums + (e * floats + input) * rowBytes;
      for (let column: usize = 0; column < rowBytes; column += 16) {
        let sum = v128.load(from + column);
        for (let chunk = 1; chunk < CHUNKS; chunk++) {
          sum = f32x4.add(sum, v128.load(from + chunk * chunkBytes + column));
        }
        v128.store(scratch + e * rowBytes + column, sum);
      }
    }
    const step = inputs * rowBytes;
    const lines = scratch + (rowBytes << 4);
    for (let column: usize = 0; column < rowBytes; column += 16) {
      const out = gradient + input * rowBytes + column;
      for (let x: usize = 0; x < 4; x++) {
        kernelLine(scratch + x * rowBytes + column, rowBytes << 2, lines + (x << 4), 64);
      }
      for (let y: usize = 0; y < 3; y++) kernelLine(lines + (y << 6), 16, out + y * 3 * step, step);
    }
  }
}

/** One line of Gᵀ: four values to three. */
function kernelLine(from: usize, step: usize, out: usize, outStep: usize): void {
  const half = f32x4.splat(0.5);
  const b = v128.load(from + step);
  const c = v128.load(from + step * 2);
  const sum = f32x4.mul(half, f32x4.add(b, c));
  v128.store(out, f32x4.add(v128.load(from), sum));
  v128.store(out + outStep, f32x4.mul(half, f32x4.sub(b, c)));
  v128.store(out + outStep * 2, f32x4.add(sum, v128.load(from + step * 3)));
}

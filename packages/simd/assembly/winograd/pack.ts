/**
 * The transforms `G g Gᵀ` of a 3x3 kernel, packed for the products of both passes.
 *
 * Memory: weights f32 `[3, 3, input channels, 4 groups]`; transforms f32 `[16, panels, channels, 8]` (the last panel 4 wide when groups are odd).
 */
import { scratch, shareEnd, shareStart } from '../step';
import { clear } from '../vectors';

/**
 * Arguments: weights, input channels, output groups; transforms for the forward pass, padded input channels; for the backward pass or
 * 0, input groups. Threads own input channels.
 */
export function winogradPack(args: usize): void {
  const weights: usize = load<u32>(args);
  const inputs = load<i32>(args, 4);
  const groups = load<i32>(args, 8);
  const forward: usize = load<u32>(args, 12);
  const backward: usize = load<u32>(args, 16);
  const padded = (inputs + 3) & ~3;
  const weightBytes: usize = groups << 4;
  const end = shareEnd(padded);
  const transformed = scratch + 192;
  for (let input = shareStart(padded); input < end; input++) {
    for (let group = 0; group < groups; group++) {
      if (input < inputs) {
        const at = weights + input * weightBytes + (group << 4);
        transformKernel(at, inputs * weightBytes, transformed, 16, scratch);
      } else {
        clear(transformed, 256);
      }
      const forwardAt = forward + panelOffset(group, groups, padded) + input * panelBytes(group, groups);
      const backwardAt = backward + panelOffset(input >> 2, padded >> 2, groups << 2) + ((input & 3) << 2);
      const column = panelBytes(input >> 2, padded >> 2);
      for (let e: usize = 0; e < 16; e++) {
        const vector = v128.load(transformed + (e << 4));
        const plane = e * padded * weightBytes;
        v128.store(forwardAt + plane, vector);
        if (backward == 0) continue;
        const to = backwardAt + plane + (group << 2) * column;
        v128.store32_lane(to, vector, 0);
        v128.store32_lane(to + column, vector, 1);
        v128.store32_lane(to + column * 2, vector, 2);
        v128.store32_lane(to + column * 3, vector, 3);
      }
    }
  }
}

/** Where the vector of group `group` begins in packed panels of `rows` rows, and the bytes of a row of its panel. */
function panelOffset(group: i32, groups: i32, rows: i32): usize {
  return (group >> 1) * rows * 32 + ((group & 1) << 4);
}

function panelBytes(group: i32, groups: i32): usize {
  return group == groups - 1 && (groups & 1) == 1 ? 16 : 32;
}

/** One line of G: the kernel's three values to four. */
function transformKernelLine(out: usize, step: usize, a: v128, b: v128, c: v128): void {
  const half = f32x4.splat(0.5);
  const ends = f32x4.mul(half, f32x4.add(a, c));
  const middle = f32x4.mul(half, b);
  v128.store(out, a);
  v128.store(out + step, f32x4.add(ends, middle));
  v128.store(out + step * 2, f32x4.sub(ends, middle));
  v128.store(out + step * 3, c);
}

/** `G g Gᵀ` of nine vectors at `g`, `step` bytes apart, to sixteen at `out`. */
function transformKernel(g: usize, step: usize, out: usize, outStep: usize, half: usize): void {
  for (let x: usize = 0; x < 3; x++) {
    const a = v128.load(g + x * step);
    const b = v128.load(g + (x + 3) * step);
    const c = v128.load(g + (x + 6) * step);
    transformKernelLine(half + x * 16, 48, a, b, c);
  }
  for (let y: usize = 0; y < 4; y++) {
    const line = half + y * 48;
    transformKernelLine(
      out + y * 4 * outStep,
      outStep,
      v128.load(line),
      v128.load(line, 16),
      v128.load(line, 32),
    );
  }
}

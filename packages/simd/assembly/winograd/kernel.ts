/**
 * The transforms `G g Gᵀ` of a 3x3 kernel, packed for the products of both passes, and the way back for its gradient.
 *
 * Memory: weights f32 `[3, 3, input channels, 4 groups]`; transforms f32 `[planes, panels, channels, 8]` (the last panel 4 wide when groups are odd).
 */
import { scratch, shareEnd, shareStart } from '../step';
import { clear } from '../vectors';
import * as four from './four';
import { LINES_BYTES, outputs, planes, useTiles } from './tile-size';
import * as two from './two';

/**
 * Arguments: weights, input channels, output groups; transforms for the forward pass; for the backward pass or
 * 0; outputs along a tile's side. Threads own input channels.
 */
export function winogradPack(args: usize): void {
  const weights: usize = load<u32>(args);
  const channels = load<i32>(args, 4);
  const groups = load<i32>(args, 8);
  const forward: usize = load<u32>(args, 12);
  const backward: usize = load<u32>(args, 16);
  useTiles(load<i32>(args, 20));
  const padded = (channels + 3) & ~3;
  const weightBytes: usize = groups << 4;
  const end = shareEnd(padded);
  const transformed = scratch + LINES_BYTES;
  for (let input = shareStart(padded); input < end; input++) {
    for (let group = 0; group < groups; group++) {
      if (input < channels) {
        const at = weights + input * weightBytes + (group << 4);
        if (outputs == 2) two.kernelTile(at, channels * weightBytes, transformed);
        else four.kernelTile(at, channels * weightBytes, transformed);
      } else {
        clear(transformed, planes * 16);
      }
      const forwardAt = forward + panelOffset(group, groups, padded) + input * panelBytes(group, groups);
      const backwardAt = backward + panelOffset(input >> 2, padded >> 2, groups << 2) + ((input & 3) << 2);
      const column = panelBytes(input >> 2, padded >> 2);
      for (let e = 0; e < planes; e++) {
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

/** `Gᵀ U G`: from the gradient of the transforms, planes of `bytes`, to that of the kernel, nine tensors of `bytes`. */
export function kernelGradient(transforms: usize, plane: usize, bytes: usize, out: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    if (outputs == 2) two.kernelGradientTile(transforms + at, plane, out + at, bytes);
    else four.kernelGradientTile(transforms + at, plane, out + at, bytes);
  }
}

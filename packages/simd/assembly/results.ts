/**
 * The results of a step: its loss, its correct predictions, its outputs; and the sums over all weights that loss and clipping
 * need.
 *
 * Memory: a batch's losses f64 and correct i32 `[batch]`; partial sums f64, one for each chunk of a weight tensor, all
 * tensors' one after another; results at RUN_LOSSES and RUN_CORRECT (one per step) and RUN_PREDICTIONS.
 * Assumes: a chunk is a row of weights, or a group of four columns, depending on how its tensor is split between threads. Partial sums
 * are added in the order of the chunks by one thread, so that the number of threads does not change the result.
 */
import { CLIP_SCALE, RUN_CORRECT, RUN_LOSSES, RUN_PREDICTIONS } from '../src/memory/control';
import { PARAMETER_GRADIENT, PARAMETER_L1, PARAMETER_L2, PARAMETER_WEIGHTS } from '../src/opcodes';
import { batch, firstSample, shareEnd, shareStart, stepIndex, thread } from './step';

/** Arguments: losses, correct, penalty's partial sums, their number. Done by the first thread. */
export function metrics(args: usize): void {
  if (thread != 0) return;
  const losses: usize = load<u32>(args);
  const correct: usize = load<u32>(args, 4);
  const partials: usize = load<u32>(args, 8);
  const count = load<i32>(args, 12);
  let sum: f64 = 0;
  let right = 0;
  for (let row = 0; row < batch; row++) {
    sum += load<f64>(losses + (row << 3));
    right += load<i32>(correct + (row << 2));
  }
  let penalty: f64 = 0;
  for (let i = 0; i < count; i++) penalty += load<f64>(partials + (i << 3));
  store<f64>(load<u32>(RUN_LOSSES) + (stepIndex << 3), sum / <f64>batch + penalty);
  store<i32>(load<u32>(RUN_CORRECT) + (stepIndex << 2), right);
}

/** Arguments: parameter, chunks, bytes between chunks, vectors in a chunk, bytes between vectors, partial sums, split. */
export function penalty(args: usize): void {
  const parameter: usize = load<u32>(args);
  const l1 = <f64>load<f32>(parameter + PARAMETER_L1);
  const l2 = <f64>load<f32>(parameter + PARAMETER_L2);
  chunkSums(args, load<u32>(parameter + PARAMETER_WEIGHTS), l1, l2);
}

/** The same arguments. */
export function gradientSquares(args: usize): void {
  chunkSums(args, load<u32>(load<u32>(args) + PARAMETER_GRADIENT), 0, 1);
}

function chunkSums(args: usize, values: usize, l1: f64, l2: f64): void {
  const chunks = load<i32>(args, 4);
  const chunkBytes: usize = load<u32>(args, 8);
  const vectors = load<i32>(args, 12);
  const vectorBytes: usize = load<u32>(args, 16);
  const partials: usize = load<u32>(args, 20);
  // Rows are distributed in fours, as in the layers that own them.
  const grain = load<i32>(args, 24);
  const shares = (chunks + grain - 1) / grain;
  const end = min(shareEnd(shares) * grain, chunks);
  for (let chunk = shareStart(shares) * grain; chunk < end; chunk++) {
    let squares = f64x2.splat(0);
    let magnitudes = f64x2.splat(0);
    let at = values + chunk * chunkBytes;
    for (let i = 0; i < vectors; i++) {
      const v = v128.load(at);
      const lower = f64x2.promote_low_f32x4(v);
      const upper = f64x2.promote_low_f32x4(i64x2.shuffle(v, v, 1, 1));
      squares = f64x2.add(squares, f64x2.add(f64x2.mul(lower, lower), f64x2.mul(upper, upper)));
      magnitudes = f64x2.add(magnitudes, f64x2.add(f64x2.abs(lower), f64x2.abs(upper)));
      at += vectorBytes;
    }
    const square = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
    const magnitude = f64x2.extract_lane(magnitudes, 0) + f64x2.extract_lane(magnitudes, 1);
    store<f64>(partials + (chunk << 3), l2 * square + l1 * magnitude);
  }
}

/** Arguments: partial sums of squares, their number, limit (f64). Done by the first thread. */
export function clipFactor(args: usize): void {
  if (thread != 0) return;
  const partials: usize = load<u32>(args);
  const count = load<i32>(args, 4);
  const limit = load<f64>(args, 8);
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += load<f64>(partials + (i << 3));
  store<f64>(CLIP_SCALE, limit / max(limit, sqrt(sum)));
}

/** Arguments: values, units, groups. Threads own samples. */
export function storePredictions(args: usize): void {
  const values: usize = load<u32>(args);
  const units = load<i32>(args, 4);
  const groups = load<i32>(args, 8);
  const out: usize = load<u32>(RUN_PREDICTIONS) + firstSample * (units << 2);
  const end = shareEnd(batch);
  for (let row = shareStart(batch); row < end; row++) {
    memory.copy(out + row * (units << 2), values + row * (groups << 4), units << 2);
  }
}

/**
 * Softmax, and the cross-entropies that start from logits.
 *
 * Memory: logits and their gradient f32 `[batch, 4 groups]`, labels i32 `[count]`, soft targets f32 `[count, 4 groups]`;
 * a batch's losses f64 `[batch]` and correct predictions i32 `[batch]`.
 * A sample's loss and gradient are multiplied by its weight, which is 1 without weights.
 * Smoothing is the share of a target that is spread over all classes; without it (0) each term that it adds is exactly 0.
 * Assumes: threads own samples. Padded classes count as the lowest float, which gives them probability 0,
 * hence gradient 0. Losses are float64 from the sum of exponentials on, so that small ones stay precise.
 */
import { RUN_LABELS, RUN_TARGETS } from '../src/memory/control';
import { expNonPositive, log, sigmoid } from './math';
import { batch, sampleAt, shareEnd, shareStart, weightAt } from './step';

const LOWEST: f32 = -3.4028234663852886e38;

/** A group of logits, with the lowest float for padding. */
function loadLogits(row: usize, group: i32, classes: i32): v128 {
  const lanes = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(classes - (group << 2)));
  return v128.bitselect(v128.load(row + (group << 4)), f32x4.splat(LOWEST), lanes);
}

/** A group of the share that smoothing gives to each class, 0 for padding. */
function floorOf(smoothing: f64, group: i32, classes: i32): v128 {
  const lanes = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(classes - (group << 2)));
  return v128.and(f32x4.splat(<f32>(smoothing / <f64>classes)), lanes);
}

/** The largest logit; NaN if any is NaN. */
function maximum(row: usize, classes: i32, groups: i32): f32 {
  let most = loadLogits(row, 0, classes);
  for (let group = 1; group < groups; group++) most = f32x4.max(most, loadLogits(row, group, classes));
  return max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
}

/** Writes `exp(logit - most)` to `out`, and returns their sum. */
function exponentials(row: usize, most: f32, classes: i32, groups: i32, out: usize): f64 {
  const shift = f32x4.splat(most);
  let sum = f64x2.splat(0);
  for (let group = 0; group < groups; group++) {
    const e = expNonPositive(f32x4.sub(loadLogits(row, group, classes), shift));
    v128.store(out + (group << 4), e);
    sum = f64x2.add(sum, f64x2.promote_low_f32x4(e));
    sum = f64x2.add(sum, f64x2.promote_low_f32x4(i64x2.shuffle(e, e, 1, 1)));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

function scale(values: usize, factor: f32, groups: i32): void {
  const factors = f32x4.splat(factor);
  for (let group = 0; group < groups; group++) {
    const at = values + (group << 4);
    v128.store(at, f32x4.mul(v128.load(at), factors));
  }
}

/** The index of the first of the largest values; -1 when any is NaN. */
function argmax(row: usize, most: f32, classes: i32, groups: i32): i32 {
  for (let group = 0; group < groups; group++) {
    const equal = i32x4.bitmask(f32x4.eq(loadLogits(row, group, classes), f32x4.splat(most)));
    if (equal != 0) return (group << 2) + ctz(equal);
  }
  return -1;
}

/** Arguments: input, output, classes, groups. */
export function softmaxForward(args: usize): void {
  const input: usize = load<u32>(args);
  const output: usize = load<u32>(args, 4);
  const classes = load<i32>(args, 8);
  const groups = load<i32>(args, 12);
  const end = shareEnd(batch);
  for (let row = shareStart(batch); row < end; row++) {
    const z = input + row * (groups << 4);
    const p = output + row * (groups << 4);
    const sum = exponentials(z, maximum(z, classes, groups), classes, groups, p);
    scale(p, <f32>(1 / sum), groups);
  }
}

/** `g = p * (g - sum(g * p))`. Arguments: gradient, values, groups. */
export function softmaxBackward(args: usize): void {
  const gradient: usize = load<u32>(args);
  const values: usize = load<u32>(args, 4);
  const groups = load<i32>(args, 8);
  const end = shareEnd(batch);
  for (let row = shareStart(batch); row < end; row++) {
    const at: usize = row * (groups << 4);
    let products = f32x4.splat(0);
    for (let i = at; i < at + (groups << 4); i += 16) {
      products = f32x4.add(products, f32x4.mul(v128.load(gradient + i), v128.load(values + i)));
    }
    const sum =
      f32x4.extract_lane(products, 0) +
      f32x4.extract_lane(products, 1) +
      (f32x4.extract_lane(products, 2) + f32x4.extract_lane(products, 3));
    for (let i = at; i < at + (groups << 4); i += 16) {
      const difference = f32x4.sub(v128.load(gradient + i), f32x4.splat(sum));
      v128.store(gradient + i, f32x4.mul(v128.load(values + i), difference));
    }
  }
}

/** Class indices. Arguments: logits, gradient, classes, groups, losses, correct, smoothing (f64). */
export function sparseCrossentropy(args: usize): void {
  const logits: usize = load<u32>(args);
  const gradient: usize = load<u32>(args, 4);
  const classes = load<i32>(args, 8);
  const groups = load<i32>(args, 12);
  const losses: usize = load<u32>(args, 16);
  const correct: usize = load<u32>(args, 20);
  const smoothing = load<f64>(args, 24);
  const labels: usize = load<u32>(RUN_LABELS);
  const share = <f32>1 / <f32>batch;
  const end = shareEnd(batch);
  for (let row = shareStart(batch); row < end; row++) {
    const z = logits + row * (groups << 4);
    const g = gradient + row * (groups << 4);
    const label = load<i32>(labels + (sampleAt(row) << 2));
    const most = maximum(z, classes, groups);
    const sum = exponentials(z, most, classes, groups, g);
    const distance = <f64>most - <f64>load<f32>(z + (label << 2));
    const logSum = log(sum);
    let loss = logSum + distance;
    if (smoothing != 0) {
      let total: f64 = 0;
      for (let i = 0; i < classes; i++) total += logSum + (<f64>most - <f64>load<f32>(z + (i << 2)));
      loss = (1 - smoothing) * loss + (smoothing / <f64>classes) * total;
    }
    const weight = weightAt(row);
    store<f64>(losses + (row << 3), <f64>weight * loss);
    store<i32>(correct + (row << 2), <i32>(argmax(z, most, classes, groups) == label));
    scale(g, <f32>(1 / sum), groups);
    const own = g + (label << 2);
    store<f32>(own, load<f32>(own) - <f32>(1 - smoothing));
    if (smoothing != 0) {
      for (let group = 0; group < groups; group++) {
        const at = g + (group << 4);
        v128.store(at, f32x4.sub(v128.load(at), floorOf(smoothing, group, classes)));
      }
    }
    scale(g, weight * share, groups);
  }
}

/** One-hot or soft targets. Arguments: logits, gradient, classes, groups, losses, correct, smoothing (f64). */
export function softCrossentropy(args: usize): void {
  const logits: usize = load<u32>(args);
  const gradient: usize = load<u32>(args, 4);
  const classes = load<i32>(args, 8);
  const groups = load<i32>(args, 12);
  const losses: usize = load<u32>(args, 16);
  const correct: usize = load<u32>(args, 20);
  const smoothing = load<f64>(args, 24);
  const targets: usize = load<u32>(RUN_TARGETS);
  const kept = f32x4.splat(<f32>(1 - smoothing));
  const share = <f32>1 / <f32>batch;
  const end = shareEnd(batch);
  for (let row = shareStart(batch); row < end; row++) {
    const z = logits + row * (groups << 4);
    const g = gradient + row * (groups << 4);
    const target = targets + sampleAt(row) * (groups << 4);
    const most = maximum(z, classes, groups);
    const sum = exponentials(z, most, classes, groups, g);
    const logSum = log(sum);
    let loss: f64 = 0;
    let total: f64 = 0;
    for (let i = 0; i < classes; i++) {
      const t = (1 - smoothing) * <f64>load<f32>(target + (i << 2)) + smoothing / <f64>classes;
      total += t;
      loss += t * (logSum + (<f64>most - <f64>load<f32>(z + (i << 2))));
    }
    const weight = weightAt(row);
    store<f64>(losses + (row << 3), <f64>weight * loss);
    const predicted = argmax(z, most, classes, groups);
    store<i32>(
      correct + (row << 2),
      <i32>(predicted == argmax(target, maximum(target, classes, groups), classes, groups)),
    );
    const factor = f32x4.splat(<f32>(total / sum));
    const rowShare = f32x4.splat(weight * share);
    for (let group = 0; group < groups; group++) {
      const i: usize = group << 4;
      const p = f32x4.mul(v128.load(g + i), factor);
      const t = f32x4.add(f32x4.mul(kept, v128.load(target + i)), floorOf(smoothing, group, classes));
      v128.store(g + i, f32x4.mul(rowShare, f32x4.sub(p, t)));
    }
  }
}

/** Labels 0 and 1 on the logit of one sigmoid. Arguments: logits, gradient, losses, correct, smoothing (f64); rows of 16 bytes. */
export function binaryCrossentropy(args: usize): void {
  const logits: usize = load<u32>(args);
  const gradient: usize = load<u32>(args, 4);
  const losses: usize = load<u32>(args, 8);
  const correct: usize = load<u32>(args, 12);
  const smoothing = load<f64>(args, 16);
  const labels: usize = load<u32>(RUN_LABELS);
  const share = <f32>1 / <f32>batch;
  const end = shareEnd(batch);
  for (let row = shareStart(batch); row < end; row++) {
    const z = load<f32>(logits + (row << 4));
    const label = load<i32>(labels + (sampleAt(row) << 2));
    const e = f32x4.extract_lane(expNonPositive(f32x4.splat(-abs(z))), 0);
    const target = (1 - smoothing) * <f64>label + smoothing / 2;
    const weight = weightAt(row);
    const loss = <f64>max<f32>(z, 0) - <f64>z * target + log(1 + <f64>e);
    store<f64>(losses + (row << 3), <f64>weight * loss);
    store<i32>(correct + (row << 2), <i32>(z > 0 == (label == 1)));
    const p = f32x4.extract_lane(sigmoid(f32x4.splat(z)), 0);
    v128.store(gradient + (row << 4), f32x4((p - <f32>target) * (weight * share), 0, 0, 0));
  }
}

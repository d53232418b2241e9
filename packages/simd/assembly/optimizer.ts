/**
 * The optimizers' rules, applied to rows of weights, or to parts of rows.
 *
 * Memory: weights, slots and gradient are f32 arrays of the same layout; a parameter's descriptor (PARAMETER_* of
 * src/opcodes.ts) says where its own lie. Constants of the rule: OPTIMIZER_* of the control block; what changes from step to
 * step: the step's coefficients (learning rate, Adam's corrected rate, corrected epsilon, weight decay's factor).
 * Assumes: lengths are multiples of four; padding has weight, slots and gradient 0 and keeps them; the gradient may be
 * overwritten. Adam's two bias corrections are folded into rate and epsilon, which saves two divisions per element:
 * (m / c1) / (sqrt(v / c2) + e) = (sqrt(c2) / c1) m / (sqrt(v) + e sqrt(c2)).
 */
import {
  CLIP_SCALE,
  OPTIMIZER,
  OPTIMIZER_DECAY,
  OPTIMIZER_DECAY_REST,
  OPTIMIZER_EPSILON,
  OPTIMIZER_MOMENTUM,
  OPTIMIZER_MOMENTUM_REST,
} from '../src/memory/control';
import {
  OPTIMIZER_ADAM,
  OPTIMIZER_ADAMW,
  OPTIMIZER_HEAVY_BALL,
  OPTIMIZER_NESTEROV,
  OPTIMIZER_RMSPROP,
  OPTIMIZER_RMSPROP_MOMENTUM,
  OPTIMIZER_SGD,
  PARAMETER_GRADIENT,
  PARAMETER_L1,
  PARAMETER_L2,
  PARAMETER_SLOT_0,
  PARAMETER_SLOT_1,
  PARAMETER_WEIGHTS,
} from '../src/opcodes';
import { coefficients, scratch, shareEnd, shareStart } from './step';

/** Where a kernel puts the gradient of the weights at byte `offset`: the parameter's own buffer, or scratch memory. */
export function gradientAt(parameter: usize, offset: usize): usize {
  const gradient: usize = load<u32>(parameter + PARAMETER_GRADIENT);
  return gradient == 0 ? scratch : gradient + offset;
}

/**
 * Takes a kernel's gradient of `rows` rows of weights, `bytes` bytes of each, from byte `offset` on: updates them at once,
 * or leaves the gradient for `update` when it must be clipped first. Both have `rowBytes` from a row to the next.
 */
export function finishGradient(
  parameter: usize,
  offset: usize,
  gradient: usize,
  rows: i32,
  bytes: usize,
  rowBytes: usize,
): void {
  if (bytes == rowBytes) {
    bytes *= rows;
    rows = 1;
  }
  const l1 = load<f32>(parameter + PARAMETER_L1);
  const l2 = load<f32>(parameter + PARAMETER_L2);
  if (l1 != 0 || l2 != 0) {
    const weights: usize = load<u32>(parameter + PARAMETER_WEIGHTS) + offset;
    for (let row: usize = 0; row < <usize>rows; row++) {
      addPenaltyGradient(l1, l2, weights + row * rowBytes, gradient + row * rowBytes, bytes);
    }
  }
  if (load<u32>(parameter + PARAMETER_GRADIENT) == 0)
    apply(parameter, offset, gradient, rows, bytes, rowBytes);
}

function addPenaltyGradient(l1: f32, l2: f32, weights: usize, gradient: usize, bytes: usize): void {
  const l1s = f32x4.splat(l1);
  const l2s = f32x4.splat(2 * l2);
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const w = v128.load(weights + i);
    const sign = v128.or(v128.and(w, f32x4.splat(-0.0)), v128.and(l1s, f32x4.ne(w, zero)));
    const penalty = f32x4.add(f32x4.mul(l2s, w), sign);
    v128.store(gradient + i, f32x4.add(v128.load(gradient + i), penalty));
  }
}

/** Arguments: parameter, vectors of four weights. Updates with the stored gradient, clipped. */
export function update(args: usize): void {
  const parameter: usize = load<u32>(args);
  const vectors = load<i32>(args, 4);
  const start: usize = shareStart(vectors) << 4;
  const bytes: usize = (shareEnd(vectors) << 4) - start;
  const gradient: usize = load<u32>(parameter + PARAMETER_GRADIENT) + start;
  const scale = f32x4.splat(<f32>load<f64>(CLIP_SCALE));
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(gradient + i, f32x4.mul(v128.load(gradient + i), scale));
  }
  apply(parameter, start, gradient, 1, bytes, bytes);
}

function apply(
  parameter: usize,
  offset: usize,
  gradient: usize,
  rows: i32,
  bytes: usize,
  rowBytes: usize,
): void {
  const weights: usize = load<u32>(parameter + PARAMETER_WEIGHTS) + offset;
  const slot0: usize = load<u32>(parameter + PARAMETER_SLOT_0) + offset;
  const slot1: usize = load<u32>(parameter + PARAMETER_SLOT_1) + offset;
  const rule = load<i32>(OPTIMIZER);
  if (rule == OPTIMIZER_ADAM) adam(weights, slot0, slot1, gradient, rows, bytes, rowBytes);
  else if (rule == OPTIMIZER_ADAMW) {
    decay(weights, rows, bytes, rowBytes);
    adam(weights, slot0, slot1, gradient, rows, bytes, rowBytes);
  } else if (rule == OPTIMIZER_SGD) sgd(weights, gradient, rows, bytes, rowBytes);
  else if (rule == OPTIMIZER_HEAVY_BALL) momentum(weights, slot0, gradient, rows, bytes, rowBytes, false);
  else if (rule == OPTIMIZER_NESTEROV) momentum(weights, slot0, gradient, rows, bytes, rowBytes, true);
  else if (rule == OPTIMIZER_RMSPROP) rmsprop(weights, slot0, slot1, gradient, rows, bytes, rowBytes, false);
  else if (rule == OPTIMIZER_RMSPROP_MOMENTUM)
    rmsprop(weights, slot0, slot1, gradient, rows, bytes, rowBytes, true);
  else unreachable();
}

/**
 * 0 for numbers too small to move any weight. Slots of weights that get no gradient any more would shrink into the
 * denormal numbers and stay there, and arithmetic with those is several times slower.
 */
function withoutDust(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(1e-36)));
}

function sgd(weights: usize, gradient: usize, rows: i32, bytes: usize, rowBytes: usize): void {
  const rate = v128.load32_splat(coefficients);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const start = row * rowBytes;
    for (let i = start; i < start + bytes; i += 16) {
      v128.store(weights + i, f32x4.sub(v128.load(weights + i), f32x4.mul(rate, v128.load(gradient + i))));
    }
  }
}

function momentum(
  weights: usize,
  slot: usize,
  gradient: usize,
  rows: i32,
  bytes: usize,
  rowBytes: usize,
  nesterov: bool,
): void {
  const rate = v128.load32_splat(coefficients);
  const mu = v128.load32_splat(OPTIMIZER_MOMENTUM);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const start = row * rowBytes;
    for (let i = start; i < start + bytes; i += 16) {
      const g = v128.load(gradient + i);
      const a = withoutDust(f32x4.add(f32x4.mul(mu, v128.load(slot + i)), g));
      v128.store(slot + i, a);
      const direction = nesterov ? f32x4.add(g, f32x4.mul(mu, a)) : a;
      v128.store(weights + i, f32x4.sub(v128.load(weights + i), f32x4.mul(rate, direction)));
    }
  }
}

function rmsprop(
  weights: usize,
  slot: usize,
  accumulator: usize,
  gradient: usize,
  rows: i32,
  bytes: usize,
  rowBytes: usize,
  withMomentum: bool,
): void {
  const rate = v128.load32_splat(coefficients);
  const mu = v128.load32_splat(OPTIMIZER_MOMENTUM);
  const rho = v128.load32_splat(OPTIMIZER_DECAY);
  const rest = v128.load32_splat(OPTIMIZER_DECAY_REST);
  const epsilon = v128.load32_splat(OPTIMIZER_EPSILON);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const start = row * rowBytes;
    for (let i = start; i < start + bytes; i += 16) {
      const g = v128.load(gradient + i);
      const squares = f32x4.mul(rest, f32x4.mul(g, g));
      const v = withoutDust(f32x4.add(f32x4.mul(rho, v128.load(slot + i)), squares));
      v128.store(slot + i, v);
      let step = f32x4.div(f32x4.mul(rate, g), f32x4.sqrt(f32x4.add(v, epsilon)));
      if (withMomentum) {
        step = withoutDust(f32x4.add(f32x4.mul(mu, v128.load(accumulator + i)), step));
        v128.store(accumulator + i, step);
      }
      v128.store(weights + i, f32x4.sub(v128.load(weights + i), step));
    }
  }
}

function decay(weights: usize, rows: i32, bytes: usize, rowBytes: usize): void {
  const factor = v128.load32_splat(coefficients, 12);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const start = row * rowBytes;
    for (let i = start; i < start + bytes; i += 16) {
      v128.store(weights + i, f32x4.mul(v128.load(weights + i), factor));
    }
  }
}

function adam(
  weights: usize,
  first: usize,
  second: usize,
  gradient: usize,
  rows: i32,
  bytes: usize,
  rowBytes: usize,
): void {
  const rate = v128.load32_splat(coefficients, 4);
  const epsilon = v128.load32_splat(coefficients, 8);
  const beta1 = v128.load32_splat(OPTIMIZER_MOMENTUM);
  const beta2 = v128.load32_splat(OPTIMIZER_DECAY);
  const rest1 = v128.load32_splat(OPTIMIZER_MOMENTUM_REST);
  const rest2 = v128.load32_splat(OPTIMIZER_DECAY_REST);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const start = row * rowBytes;
    for (let i = start; i < start + bytes; i += 16) {
      const g = v128.load(gradient + i);
      const m = withoutDust(f32x4.add(f32x4.mul(beta1, v128.load(first + i)), f32x4.mul(rest1, g)));
      const v = f32x4.add(f32x4.mul(beta2, v128.load(second + i)), f32x4.mul(rest2, f32x4.mul(g, g)));
      v128.store(first + i, m);
      v128.store(second + i, v);
      const step = f32x4.div(f32x4.mul(rate, m), f32x4.add(f32x4.sqrt(v), epsilon));
      v128.store(weights + i, f32x4.sub(v128.load(weights + i), step));
    }
  }
}

/**
 * Activations, dropout and rescaling: layers that change each unit separately.
 *
 * Memory: inputs, outputs and gradients f32 `[batch, 4 groups]`; dropout's factors likewise. An output may lie where its
 * input lies; a gradient always does.
 * Assumes: derivatives are taken from the activation's output, since its input may be overwritten: leaky relu's and elu's
 * alpha must not be negative. Lanes of padding may hold any finite value; in gradients they are 0 and stay 0.
 */
import {
  ACTIVATION_ELU,
  ACTIVATION_LEAKY_RELU,
  ACTIVATION_RELU,
  ACTIVATION_SIGMOID,
  ACTIVATION_TANH,
} from '../src/opcodes';
import { expm1NonPositive, sigmoid, tanh } from './math';
import { batch, endGroup, endRow, firstGroup, firstRow, stepNumber } from './step';

function activate(kind: i32, x: v128, alpha: v128): v128 {
  const zero = f32x4.splat(0);
  if (kind == ACTIVATION_RELU) return f32x4.max(x, zero);
  if (kind == ACTIVATION_LEAKY_RELU) return v128.bitselect(f32x4.mul(x, alpha), x, f32x4.lt(x, zero));
  if (kind == ACTIVATION_ELU) {
    return v128.bitselect(f32x4.mul(alpha, expm1NonPositive(f32x4.min(x, zero))), x, f32x4.lt(x, zero));
  }
  if (kind == ACTIVATION_TANH) return tanh(x);
  if (kind == ACTIVATION_SIGMOID) return sigmoid(x);
  return x;
}

/** The derivative where the activation's output is `y`. */
function derivative(kind: i32, y: v128, alpha: v128): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  if (kind == ACTIVATION_RELU) return v128.and(one, f32x4.gt(y, zero));
  if (kind == ACTIVATION_LEAKY_RELU) return v128.bitselect(one, alpha, f32x4.gt(y, zero));
  if (kind == ACTIVATION_ELU) return v128.bitselect(one, f32x4.add(y, alpha), f32x4.gt(y, zero));
  if (kind == ACTIVATION_TANH) return f32x4.sub(one, f32x4.mul(y, y));
  if (kind == ACTIVATION_SIGMOID) return f32x4.mul(y, f32x4.sub(one, y));
  return one;
}

/** Arguments: input, output, groups, split, kind, alpha. */
export function activationForward(args: usize): void {
  const input: usize = load<u32>(args);
  const output: usize = load<u32>(args, 4);
  const groups = load<i32>(args, 8);
  const split = load<i32>(args, 12);
  const kind = load<i32>(args, 16);
  const alpha = v128.load32_splat(args, 20);
  const start: usize = firstGroup(split, groups) << 4;
  const end: usize = endGroup(split, groups) << 4;
  const lastRow = endRow(split);
  for (let row = firstRow(split); row < lastRow; row++) {
    const at: usize = row * (groups << 4);
    for (let i = at + start; i < at + end; i += 16) {
      v128.store(output + i, activate(kind, v128.load(input + i), alpha));
    }
  }
}

/** Arguments: gradient, output, groups, split, kind, alpha. */
export function activationBackward(args: usize): void {
  const gradient: usize = load<u32>(args);
  const output: usize = load<u32>(args, 4);
  const groups = load<i32>(args, 8);
  const split = load<i32>(args, 12);
  const kind = load<i32>(args, 16);
  const alpha = v128.load32_splat(args, 20);
  const start: usize = firstGroup(split, groups) << 4;
  const end: usize = endGroup(split, groups) << 4;
  const lastRow = endRow(split);
  for (let row = firstRow(split); row < lastRow; row++) {
    const at: usize = row * (groups << 4);
    for (let i = at + start; i < at + end; i += 16) {
      const slope = derivative(kind, v128.load(output + i), alpha);
      v128.store(gradient + i, f32x4.mul(v128.load(gradient + i), slope));
    }
  }
}

/** `x * scale + offset`, either way: backwards with offset 0. Arguments: input, output, groups, split, scale, offset. */
export function affine(args: usize): void {
  const input: usize = load<u32>(args);
  const output: usize = load<u32>(args, 4);
  const groups = load<i32>(args, 8);
  const split = load<i32>(args, 12);
  const scale = v128.load32_splat(args, 16);
  const offset = v128.load32_splat(args, 20);
  const start: usize = firstGroup(split, groups) << 4;
  const end: usize = endGroup(split, groups) << 4;
  const lastRow = endRow(split);
  for (let row = firstRow(split); row < lastRow; row++) {
    const at: usize = row * (groups << 4);
    for (let i = at + start; i < at + end; i += 16) {
      v128.store(output + i, f32x4.add(f32x4.mul(v128.load(input + i), scale), offset));
    }
  }
}

/** `mix` of packages/random/src/hash.ts, four lanes at a time. */
function mix(value: v128): v128 {
  let x = value;
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x21f0aaad));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(<i32>0xd35a2d97));
  return v128.xor(x, i32x4.shr_u(x, 15));
}

/** `uint32At` of packages/random/src/hash.ts. */
function uint32At(key: v128, counter: v128): v128 {
  const keyed = i32x4.mul(key, i32x4.splat(<i32>0x9e3779b9));
  return mix(i32x4.add(mix(v128.xor(counter, key)), keyed));
}

/**
 * A mask counts a sample's numbers without their padding, pixel by pixel.
 *
 * Arguments: input, output, groups, split, channels, layer's key, threshold, factor of kept units, factors.
 */
export function dropoutForward(args: usize): void {
  const input: usize = load<u32>(args);
  const output: usize = load<u32>(args, 4);
  const groups = load<i32>(args, 8);
  const split = load<i32>(args, 12);
  const channels = load<i32>(args, 16);
  const layerKey = i32x4.splat(load<i32>(args, 20));
  const threshold = i32x4.splat(load<i32>(args, 24));
  const scale = v128.load32_splat(args, 28);
  const factors: usize = load<u32>(args, 32);
  const key = uint32At(layerKey, i32x4.splat(stepNumber));
  const pixelGroups = (channels + 3) >> 2;
  const units = (groups / pixelGroups) * channels;
  const start = firstGroup(split, groups);
  const end = endGroup(split, groups);
  const lastRow = endRow(split);
  for (let row = firstRow(split); row < lastRow; row++) {
    for (let group = start; group < end; group++) {
      const at: usize = (row * groups + group) << 4;
      const unit = (group / pixelGroups) * channels + ((group % pixelGroups) << 2);
      const counter = i32x4.add(i32x4.splat(row * units + unit), i32x4(0, 1, 2, 3));
      const factor = v128.and(scale, i32x4.ge_u(uint32At(key, counter), threshold));
      v128.store(factors + at, factor);
      v128.store(output + at, f32x4.mul(v128.load(input + at), factor));
    }
  }
}

/** Arguments: gradient, factors, groups, split. */
export function dropoutBackward(args: usize): void {
  const gradient: usize = load<u32>(args);
  const factors: usize = load<u32>(args, 4);
  const groups = load<i32>(args, 8);
  const split = load<i32>(args, 12);
  const start: usize = firstGroup(split, groups) << 4;
  const end: usize = endGroup(split, groups) << 4;
  const lastRow = endRow(split);
  for (let row = firstRow(split); row < lastRow; row++) {
    const at: usize = row * (groups << 4);
    for (let i = at + start; i < at + end; i += 16) {
      v128.store(gradient + i, f32x4.mul(v128.load(gradient + i), v128.load(factors + i)));
    }
  }
}

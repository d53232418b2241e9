/**
 * The functions of math.ts over arrays, only for tests of their accuracy.
 *
 * Memory: f32 `[4 vectors]` in place (`logarithm`: f64 `[count]`).
 */
import { expm1NonPositive, expNonPositive, log, sigmoid, tanh } from './math';

export function exp(values: usize, vectors: i32): void {
  for (let i = 0; i < vectors; i++, values += 16) v128.store(values, expNonPositive(v128.load(values)));
}

export function expm1(values: usize, vectors: i32): void {
  for (let i = 0; i < vectors; i++, values += 16) v128.store(values, expm1NonPositive(v128.load(values)));
}

export function tanhs(values: usize, vectors: i32): void {
  for (let i = 0; i < vectors; i++, values += 16) v128.store(values, tanh(v128.load(values)));
}

export function sigmoids(values: usize, vectors: i32): void {
  for (let i = 0; i < vectors; i++, values += 16) v128.store(values, sigmoid(v128.load(values)));
}

export function logarithm(values: usize, count: i32): void {
  for (let i = 0; i < count; i++, values += 8) store<f64>(values, log(load<f64>(values)));
}

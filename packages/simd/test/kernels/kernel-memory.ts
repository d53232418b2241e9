import { readFileSync } from 'node:fs';
import { RandomStream } from '@atelier/random';
import { Arena } from '../../src/memory/arena.ts';
import {
  OPTIMIZER,
  RUN_BATCH_SIZE,
  RUN_COEFFICIENTS,
  RUN_SAMPLES,
  SCRATCH,
  SCRATCH_BYTES,
} from '../../src/memory/control.ts';
import { OPTIMIZER_SGD, PARAMETER_BYTES, PARAMETER_WEIGHTS } from '../../src/opcodes.ts';
import { type Argument, encode } from '../../src/program/program.ts';

const module = await WebAssembly.compile(readFileSync(new URL('../../dist/kernels.wasm', import.meta.url)));
const SCRATCH_SIZE = 4 << 20;

/** The kernels over their own memory, called one by one, as n threads one after another. */
export class KernelMemory {
  readonly #memory = new WebAssembly.Memory({ initial: 1024, maximum: 32_768 });
  readonly #arena = new Arena();
  readonly #exports: WebAssembly.Exports;
  readonly #threads: number;

  constructor(batch: number, threads = 1) {
    this.#threads = threads;
    this.#exports = new WebAssembly.Instance(module, { env: { memory: this.#memory } }).exports;
    const words = new Uint32Array(this.#memory.buffer);
    words[RUN_BATCH_SIZE / 4] = batch;
    words[RUN_SAMPLES / 4] = batch;
    words[SCRATCH / 4] = this.#arena.allocate(SCRATCH_SIZE * threads);
    words[SCRATCH_BYTES / 4] = SCRATCH_SIZE;
    // Plain gradient descent at rate 1: a weight moves by its gradient.
    words[OPTIMIZER / 4] = OPTIMIZER_SGD;
    words[RUN_COEFFICIENTS / 4] = this.floats([1, 1, 0, 1]);
  }

  /** The address of a copy of the values, with room behind for vectors that read past the end. */
  floats(values: ArrayLike<number>): number {
    const address = this.#arena.allocate(values.length * 4 + 64);
    new Float32Array(this.#memory.buffer, address, values.length).set(values);
    return address;
  }

  /** Room for floats that a kernel writes; NaN until then, so that a test sees what isn't written. */
  empty(length: number): number {
    return this.floats(new Float32Array(length).fill(Number.NaN));
  }

  bytes(values: Uint8Array): number {
    const address = this.#arena.allocate(values.length + 64);
    new Uint8Array(this.#memory.buffer, address, values.length).set(values);
    return address;
  }

  setWord(address: number, value: number): void {
    new Uint32Array(this.#memory.buffer)[address / 4] = value;
  }

  /** A parameter's descriptor, without slots and stored gradient. */
  parameter(weights: number): number {
    const address = this.#arena.allocate(PARAMETER_BYTES);
    this.setWord(address + PARAMETER_WEIGHTS, weights);
    return address;
  }

  read(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length).slice();
  }

  run(code: number, ...values: readonly Argument[]): void {
    const words = encode([{ code, arguments: values, reads: [], writes: [] }]);
    const address = this.#arena.allocate(words.length);
    new Uint8Array(this.#memory.buffer, address, words.length).set(words);
    for (let thread = 0; thread < this.#threads; thread++) {
      this.#call('beginRun', thread, this.#threads);
      this.#call('beginStep', 0);
      this.#call('execute', address);
    }
  }

  #call(name: string, ...values: readonly number[]): void {
    const kernel = this.#exports[name];
    if (typeof kernel !== 'function') throw new TypeError(`The kernels have no function "${name}"`);
    kernel(...values);
  }
}

/** Numbers between -1 and 1, the same in every run. */
export function randomFloats(length: number, name: string): Float32Array {
  const random = new RandomStream(1, name);
  return new Float32Array(length).map(() => 2 * random.uniform() - 1);
}

/** `[pixels, channels]` with channels padded with zeros to a multiple of four; and back. */
export function padChannels(values: ArrayLike<number>, channels: number): Float32Array {
  const padded = Math.ceil(channels / 4) * 4;
  const out = new Float32Array((values.length / channels) * padded);
  for (let i = 0; i < values.length; i++) {
    out[Math.floor(i / channels) * padded + (i % channels)] = values[i] ?? 0;
  }
  return out;
}

/** Drops the padding; throws unless it is 0. */
export function dropPadding(values: Float32Array, channels: number): Float32Array {
  const padded = Math.ceil(channels / 4) * 4;
  if (values.some((value, i) => i % padded >= channels && value !== 0)) throw new Error('Padding is not 0');
  return values.filter((_, i) => i % padded < channels);
}

/** The largest difference between two arrays, relative to the largest expected number. NaN counts as infinite. */
export function deviation(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Infinity;
  let most = 1e-30;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) most = Math.max(most, Math.abs(expected[i] ?? 0));
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((found[i] ?? Number.NaN) - (expected[i] ?? 0));
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Infinity : difference;
  }
  return worst / most;
}

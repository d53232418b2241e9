// How fast one thread's kernels are on operands that stay in the first-level cache: what a roofline divides counted work by.
import { readFileSync } from 'node:fs';
import { Arena } from '../dist/memory/arena.js';
import {
  CLIP_SCALE,
  RUN_BATCH_SIZE,
  RUN_COEFFICIENTS,
  RUN_SAMPLES,
  SCRATCH,
  SCRATCH_BYTES,
} from '../dist/memory/control.js';
import { EngineMemory } from '../dist/memory/engine-memory.js';
import * as op from '../dist/opcodes.js';
import { writeOptimizer } from '../dist/optimizer/coefficients.js';
import { encode } from '../dist/program/program.js';

const BATCH = 32;
/** The operands of a product take 24 kB, a parameter with its gradient and its two slots 16 kB. */
const DEPTH = 64;
const UNITS = 64;
const WEIGHTS = 1024;
const CALLS = 100;
const SCRATCH_SIZE = 65_536;

/**
 * Prepares both measurements.
 *
 * @param {import('@atelier/training').OptimizerConfig} optimizer of those that keep two slots a weight
 * @returns {Promise<() => { multiplyAdds: number, updates: number }>} measures; multiply-adds and updated weights a second
 */
export async function peaks(optimizer) {
  const arena = new Arena();
  const memory = new EngineMemory(1 << 20, false);
  const room = (count) => {
    const address = arena.allocate(count * 4 + 64);
    memory.floats(address, count).forEach((_, i, all) => (all[i] = ((i * 37) % 101) / 101 + 0.01));
    return address;
  };
  const set = (address, ...values) => memory.integers(address, values.length).set(values);
  set(RUN_BATCH_SIZE, BATCH);
  set(RUN_SAMPLES, BATCH);
  set(SCRATCH, arena.allocate(SCRATCH_SIZE));
  set(SCRATCH_BYTES, SCRATCH_SIZE);
  set(RUN_COEFFICIENTS, room(4));
  writeOptimizer(memory, optimizer);
  memory.doubles(CLIP_SCALE, 1)[0] = 1;
  const parameter = arena.allocate(op.PARAMETER_BYTES);
  set(parameter, room(WEIGHTS), room(WEIGHTS), room(WEIGHTS), room(WEIGHTS), 0, 0);

  const call = (code, ...args) => {
    const record = encode([{ code, arguments: args, reads: [], writes: [] }]);
    const address = arena.allocate(record.length);
    new Uint8Array(memory.memory.buffer, address, record.length).set(record);
    return address;
  };
  const a = room(BATCH * DEPTH);
  const c = room(BATCH * UNITS);
  const product = call(op.MATMUL, a, 4 * DEPTH, room(DEPTH * UNITS), 4 * UNITS, 0, c, DEPTH, UNITS / 4, 0, 0);
  const update = call(op.UPDATE, parameter, WEIGHTS / 4);

  const bytes = readFileSync(new URL('../dist/kernels.wasm', import.meta.url));
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory: memory.memory } });
  const { beginRun, beginStep, execute } = instance.exports;
  beginRun(0, 1);
  beginStep(0);
  const rate = (address, work) => {
    const begin = performance.now();
    for (let i = 0; i < CALLS; i++) execute(address);
    return (1000 * CALLS * work) / (performance.now() - begin);
  };
  return () => ({
    multiplyAdds: rate(product, BATCH * DEPTH * UNITS),
    updates: rate(update, WEIGHTS),
  });
}

// Kernels that run one at a time, on one thread, without a network: what measures a kernel by itself needs.
import { readFileSync } from 'node:fs';
import { Arena } from '../dist/memory/arena.js';
import {
  RUN_BATCH_SIZE,
  RUN_COEFFICIENTS,
  RUN_SAMPLES,
  SCRATCH,
  SCRATCH_BYTES,
} from '../dist/memory/control.js';
import { EngineMemory } from '../dist/memory/engine-memory.js';
import { encode } from '../dist/program/program.js';

/** Prepares a step of one batch. */
export async function loneKernels({ batch, memoryBytes, scratchBytes }) {
  const arena = new Arena();
  const memory = new EngineMemory(memoryBytes, false);
  /** Writes 32-bit words. */
  const set = (address, ...words) => memory.integers(address, words.length).set(words);
  /** So many floats between -0.5 and 0.5, or around another mean. */
  const room = (count, mean = 0) => {
    const address = arena.allocate(count * 4 + 64);
    memory.floats(address, count).forEach((_, i, all) => (all[i] = ((i * 37) % 101) / 101 - 0.5 + mean));
    return address;
  };
  set(RUN_BATCH_SIZE, batch);
  set(RUN_SAMPLES, batch);
  set(SCRATCH, arena.allocate(scratchBytes));
  set(SCRATCH_BYTES, scratchBytes);
  set(RUN_COEFFICIENTS, room(4));
  /** A kernel's call in memory, for `execute`. */
  const call = (code, ...args) => {
    const record = encode([{ code, arguments: args, reads: [], writes: [] }]);
    const address = arena.allocate(record.length);
    new Uint8Array(memory.memory.buffer, address, record.length).set(record);
    return address;
  };
  const kernels = readFileSync(new URL('../dist/kernels.wasm', import.meta.url));
  const { instance } = await WebAssembly.instantiate(kernels, { env: { memory: memory.memory } });
  const { beginRun, beginStep, execute } = instance.exports;
  beginRun(0, 1);
  beginStep(0);
  return { arena, memory, set, room, call, execute };
}

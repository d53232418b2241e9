// How fast one thread's kernels are on operands that stay in the first-level cache: what a roofline divides counted work by.
import { CLIP_SCALE } from '../dist/memory/control.js';
import * as op from '../dist/opcodes.js';
import { writeOptimizer } from '../dist/optimizer/coefficients.js';
import { loneKernels } from './lone-kernels.js';

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
  const sizes = { batch: BATCH, memoryBytes: 1 << 20, scratchBytes: SCRATCH_SIZE };
  const { arena, memory, set, room, call, execute } = await loneKernels(sizes);
  writeOptimizer(memory, optimizer);
  memory.doubles(CLIP_SCALE, 1)[0] = 1;
  const parameter = arena.allocate(op.PARAMETER_BYTES);
  // A mean above 0, since roots are taken of the slots.
  set(parameter, ...[0, 1, 2, 3].map(() => room(WEIGHTS, 0.51)), 0, 0);

  const a = room(BATCH * DEPTH);
  const c = room(BATCH * UNITS);
  const b = room(DEPTH * UNITS);
  const sizesOfProduct = [DEPTH, UNITS / 4, 0, 0, DEPTH, 0];
  const product = call(op.MATMUL, a, 4 * DEPTH, b, 4 * UNITS, 0, c, ...sizesOfProduct);
  const update = call(op.UPDATE, parameter, WEIGHTS / 4);

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

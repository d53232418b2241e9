import type { Arena } from '../memory/arena.ts';
import { CLIP_SCALE } from '../memory/control.ts';
import { CLIP_FACTOR, GRADIENT_SQUARES, UPDATE } from '../opcodes.ts';
import type { Parameter } from '../program/parameter.ts';
import type { Program } from '../program/program.ts';
import { TensorSums } from '../program/tensor-sums.ts';

/**
 * Clipping by the global norm: gradients are stored, their squares are summed, and only then are weights updated.
 */
export class Clipping {
  readonly #parameters: readonly Parameter[];
  readonly #squares: TensorSums;
  readonly #limit: number;

  /** @param parameters the trainable ones */
  constructor(parameters: readonly Parameter[], limit: number, arena: Arena) {
    this.#parameters = parameters;
    this.#squares = new TensorSums(parameters, arena);
    this.#limit = limit;
  }

  /** Adds the calls that follow all gradients of a step. */
  add(program: Program): void {
    this.#squares.add(program, GRADIENT_SQUARES);
    program.add({
      code: CLIP_FACTOR,
      arguments: [this.#squares.address, this.#squares.count, { float64: this.#limit }],
      reads: this.#squares.reads('first thread'),
      writes: [{ buffer: CLIP_SCALE, share: 'first thread' }],
    });
    for (const { descriptor, bytes, weights } of this.#parameters) {
      program.add({
        code: UPDATE,
        arguments: [descriptor, bytes / 16],
        reads: [{ buffer: CLIP_SCALE, share: 'everything' }],
        // Equal shares of the flat array; they are not aligned with rows or columns.
        writes: [{ buffer: weights, share: 'everything' }],
      });
    }
  }
}

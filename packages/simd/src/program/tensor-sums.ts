import type { Arena } from '../memory/arena.ts';
import type { Parameter } from './parameter.ts';
import type { Access, Program, Share } from './program.ts';

/**
 * Sums over whole weight tensors, by chunks that one thread owns: rows, or groups of four columns. The chunks' partial sums
 * of all tensors follow each other, and one thread adds them up in that order.
 */
export class TensorSums {
  /** Address of the partial sums, f64. */
  readonly address: number;
  readonly count: number;
  readonly #parts: readonly {
    readonly parameter: Parameter;
    readonly address: number;
    readonly chunks: number;
  }[];

  constructor(parameters: readonly Parameter[], arena: Arena) {
    const chunks = parameters.map(({ spec, places, groups }) => (spec.byRows ? places : groups));
    this.count = chunks.reduce((sum, each) => sum + each, 0);
    this.address = arena.allocate(this.count * 8);
    let next = this.address;
    this.#parts = parameters.map((parameter, index) => {
      const part = { parameter, address: next, chunks: chunks[index] ?? 0 };
      next += part.chunks * 8;
      return part;
    });
  }

  /** Adds the kernel calls that sum each tensor's chunks. */
  add(program: Program, code: number): void {
    for (const { parameter, address, chunks } of this.#parts) {
      const { groups, places, rowBytes, share, descriptor, weights, spec } = parameter;
      const layout = spec.byRows ? [rowBytes, groups, 16, address, 4] : [16, places, rowBytes, address, 1];
      program.add({
        code,
        arguments: [descriptor, chunks, ...layout],
        reads: [{ buffer: weights, share }],
        writes: [{ buffer: address, share }],
      });
    }
  }

  /** What a call that adds the partial sums reads. */
  reads(share: Share): readonly Access[] {
    return this.#parts.map(({ address }) => ({ buffer: address, share }));
  }
}

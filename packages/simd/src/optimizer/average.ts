import type { Averaging } from '@atelier/training';
import { AVERAGE } from '../opcodes.ts';
import type { Parameter } from '../program/parameter.ts';
import type { Program } from '../program/program.ts';

/** Adds the calls that take a step's weights into their average, after all that changes them. */
export function addAverage(program: Program, parameters: readonly Parameter[], { decay }: Averaging): void {
  for (const { weights, average, bytes } of parameters) {
    program.add({
      code: AVERAGE,
      arguments: [weights, average, bytes / 16, { float64: decay }],
      // Equal shares of the flat arrays; they are not aligned with rows or columns.
      reads: [{ buffer: weights, share: 'everything' }],
      writes: [{ buffer: average, share: `groups:${bytes / 16}` }],
    });
  }
}

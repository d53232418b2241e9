import type { Weight } from '@atelier/network';
import { slotNames, type TrainingConfig } from '@atelier/training';
import type { Arena } from '../memory/arena.ts';
import type { EngineMemory } from '../memory/engine-memory.ts';
import {
  PARAMETER_BYTES,
  PARAMETER_GRADIENT,
  PARAMETER_L1,
  PARAMETER_L2,
  PARAMETER_SLOT_0,
  PARAMETER_SLOT_1,
  PARAMETER_WEIGHTS,
} from '../opcodes.ts';
import type { Share } from './program.ts';
import { groupsOf, sizeOf } from './values.ts';

/** A layer's description of one of its weight tensors. */
export interface ParameterSpec extends Weight {
  /** Threads own rows rather than columns when they update it. */
  readonly byRows: boolean;
  /** Columns of the matrix that the tensor is to the kernels: by default its last axis. */
  readonly columns?: number;
  /** Where each row lies in memory, ascending or not, and how many rows there are with those left free: by default in order. */
  readonly placement?: RowPlacement | undefined;
}

/** Places of a matrix's rows. */
export interface RowPlacement {
  /** How many there are, those that stay free among them. */
  readonly count: number;
  /** The place of each row. */
  readonly of: Uint32Array;
}

/**
 * A weight tensor in the engine's memory, with its optimizer slots: f32 `[places, 4 groups]`, rows padded with zeros that stay
 * zero. There are places up to a multiple of four, so that kernels may read them by fours; those without a row hold zeros.
 */
export class Parameter {
  readonly spec: ParameterSpec;
  readonly rows: number;
  readonly columns: number;
  readonly groups: number;
  readonly weights: number;
  /** Addresses of the optimizer's slots, in the order of `slotNames`. */
  readonly slots: readonly number[];
  /** Address of the weights' average; 0 without one. */
  readonly average: number;
  /** 0 without clipping, which needs the whole gradient at once. */
  readonly gradient: number;
  readonly descriptor: number;

  constructor(spec: ParameterSpec, arena: Arena, { optimizer, globalClipNorm, average }: TrainingConfig) {
    this.spec = spec;
    this.columns = spec.columns ?? spec.shape.at(-1) ?? 1;
    this.rows = sizeOf(spec.shape) / this.columns;
    this.groups = groupsOf(this.columns);
    this.weights = arena.allocate(this.bytes);
    this.slots = spec.trainable ? slotNames(optimizer).map(() => arena.allocate(this.bytes)) : [];
    this.gradient = spec.trainable && globalClipNorm !== null ? arena.allocate(this.bytes) : 0;
    this.average = average ? arena.allocate(this.bytes) : 0;
    this.descriptor = arena.allocate(PARAMETER_BYTES);
  }

  get rowBytes(): number {
    return this.groups * 16;
  }

  /** Rows in memory, without those that fill up to a multiple of four. */
  get places(): number {
    return this.spec.placement?.count ?? this.rows;
  }

  get bytes(): number {
    return Math.ceil(this.places / 4) * 4 * this.rowBytes;
  }

  /** Which thread owns which part when it is updated. */
  get share(): Share {
    return this.spec.byRows ? `rows:${Math.ceil(this.places / 4)}` : `groups:${this.groups}`;
  }

  writeDescriptor(memory: EngineMemory): void {
    const view = new DataView(memory.memory.buffer, this.descriptor, PARAMETER_BYTES);
    view.setUint32(PARAMETER_WEIGHTS, this.weights, true);
    view.setUint32(PARAMETER_SLOT_0, this.slots[0] ?? 0, true);
    view.setUint32(PARAMETER_SLOT_1, this.slots[1] ?? 0, true);
    view.setUint32(PARAMETER_GRADIENT, this.gradient, true);
    view.setFloat32(PARAMETER_L1, this.spec.penalty.l1, true);
    view.setFloat32(PARAMETER_L2, this.spec.penalty.l2, true);
  }

  /** Copies a tensor of the weights' shape to one of their addresses. */
  write(memory: EngineMemory, address: number, values: Float32Array): void {
    // Padding too, and a stored gradient's: after a step with a NaN they would make sums NaN for good.
    const padded = memory.floats(address, this.bytes / 4).fill(0);
    if (this.gradient !== 0) memory.floats(this.gradient, this.bytes / 4).fill(0);
    for (let row = 0; row < this.rows; row++) {
      padded.set(values.subarray(row * this.columns, (row + 1) * this.columns), this.#startOf(row));
    }
  }

  /** A copy of what `write` wrote. */
  read(memory: EngineMemory, address: number): Float32Array {
    const padded = memory.floats(address, this.bytes / 4);
    const values = new Float32Array(this.rows * this.columns);
    for (let row = 0; row < this.rows; row++) {
      const at = this.#startOf(row);
      values.set(padded.subarray(at, at + this.columns), row * this.columns);
    }
    return values;
  }

  /** The position of a row's first number. */
  #startOf(row: number): number {
    return (this.spec.placement?.of[row] ?? row) * this.groups * 4;
  }
}

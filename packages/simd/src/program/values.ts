import type { Share } from './program.ts';
import { SPLIT_SAMPLES, SPLIT_UNITS } from '../opcodes.ts';

/** What passes from op to op: pixels that are still bytes, or floats. */
export type Value = PixelValue | FloatValue;

/** The batch's images, in the data set. Rescaling is a look-up: a byte `b` means `b * scale + offset`. */
export interface PixelValue {
  readonly kind: 'pixels';
  /** Without the batch's axis. */
  readonly shape: readonly number[];
  readonly scale: number;
  readonly offset: number;
}

/** `[batch, …, channels]`, the last axis padded to groups of four. Elementwise ops share a gradient. */
export interface FloatValue {
  readonly kind: 'floats';
  /** Without the batch's axis. */
  readonly shape: readonly number[];
  readonly units: number;
  /** Groups of four in a sample, padding included. */
  readonly groups: number;
  /** Address of the values. */
  readonly values: number;
  /** Address of their gradient; 0 when no weight upstream is trained. */
  readonly gradient: number;
  /** How the op that writes the values is split between threads. */
  readonly split: Split;
  /** The op that wrote the values reads them again in its backward pass: others must not overwrite them. */
  readonly kept: boolean;
  /** A ReLU made the values: who writes their gradient may do the ReLU's part with it (see `WrittenGradients`). */
  readonly rectified: boolean;
}

/** Between threads: by samples or by groups of units. */
export type Split = 'samples' | 'units';

export function groupsOf(units: number): number {
  return Math.ceil(units / 4);
}

/** How a sample's numbers lie: so many pixels, each with its channels padded to groups of four. */
export interface Layout {
  readonly pixels: number;
  readonly channels: number;
  /** Groups of a pixel. */
  readonly groups: number;
}

/** Values of one axis are one pixel. */
export function layoutOf(shape: readonly number[]): Layout {
  const channels = shape.at(-1) ?? 1;
  return { pixels: sizeOf(shape) / channels, channels, groups: groupsOf(channels) };
}

/** Groups of four in a sample. */
export function groupsIn(shape: readonly number[]): number {
  const { pixels, groups } = layoutOf(shape);
  return pixels * groups;
}

export function shareOf(split: Split, groups: number): Share {
  return split === 'samples' ? 'samples' : `groups:${groups}`;
}

export function splitCode(split: Split): number {
  return split === 'samples' ? SPLIT_SAMPLES : SPLIT_UNITS;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

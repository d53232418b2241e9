import { UnsupportedError } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';

export type Layer = LayersModel['layers'][number];

/** `l1 * sum(|w|) + l2 * sum(w²)` */
export interface Penalty {
  readonly l1: number;
  readonly l2: number;
}

export const noPenalty: Penalty = { l1: 0, l2: 0 };

/** `Layer "name" (Class) what; the simd engine …` */
export function unsupported(layer: Layer, what: string): UnsupportedError {
  return new UnsupportedError(`Layer "${layer.name}" (${layer.getClassName()}) ${what}`);
}

/** A number of a layer's configuration. */
export function numberOption(layer: Layer, key: string): number {
  const value = layer.getConfig()[key];
  if (typeof value !== 'number')
    throw unsupported(layer, `has ${key} ${JSON.stringify(value)}, not one number`);
  return value;
}

/** A text of a layer's configuration. */
export function textOption(layer: Layer, key: string, fallback: string): string {
  const value = layer.getConfig()[key] ?? fallback;
  if (typeof value !== 'string') throw unsupported(layer, `has ${key} ${JSON.stringify(value)}, not a name`);
  return value;
}

/** Refuses options that the engine doesn't compute, wherever they are set. */
export function refuseOptions(layer: Layer, keys: readonly string[]): void {
  const config = layer.getConfig();
  const found = keys.find((key) => config[key] !== undefined && config[key] !== null);
  if (found !== undefined) throw unsupported(layer, `has a ${found}, which the simd engine does not compile`);
}

/** A layer's kernel regularizer. */
export function kernelPenalty(layer: Layer): Penalty {
  const regularizer = layer.getConfig()['kernelRegularizer'];
  if (regularizer === undefined || regularizer === null) return noPenalty;
  if (isRecord(regularizer) && regularizer['className'] === 'L1L2' && isRecord(regularizer['config'])) {
    const { l1, l2 } = regularizer['config'];
    if (isNumberOrAbsent(l1) && isNumberOrAbsent(l2)) return { l1: l1 ?? 0, l2: l2 ?? 0 };
  }
  throw unsupported(layer, 'has a kernelRegularizer other than L1 and L2');
}

/** Lengths of a layer's output without the batch's axis. */
export function outputShape(layer: Layer): readonly number[] {
  const shape = layer.outputShape.slice(1);
  return shape.map((length) => {
    if (typeof length !== 'number') throw unsupported(layer, `has no fixed output shape`);
    return length;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumberOrAbsent(value: unknown): value is number | null | undefined {
  return value === undefined || value === null || typeof value === 'number';
}

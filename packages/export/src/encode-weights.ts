import type { NamedTensor } from '@atelier/training';
import { base64 } from './base64.ts';
import { ExportError } from './error.ts';
import type { PlannedLayer, PlannedWeight, WeightFormat } from './runtime/classifier-data.ts';
import { formatOf } from './runtime/decode-weights.ts';

/**
 * All weights as base64 of bytes, one after another, little-endian: float32, float16, or of a quantized kernel the scales of its
 * output channels as float32 and then its values as int8.
 *
 * @throws ExportError for a weight that float16 cannot hold
 */
export function encodeWeights(
  layers: readonly PlannedLayer[],
  weights: readonly (readonly NamedTensor[])[],
  format: WeightFormat,
): string {
  const parts = layers.flatMap((layer, index) =>
    layer.weights.flatMap((weight, at) => encode(weight, weights[index]![at]!, format)),
  );
  return base64(parts);
}

function encode(weight: PlannedWeight, { name, values }: NamedTensor, format: WeightFormat): Uint8Array[] {
  switch (formatOf(weight, format)) {
    case 'float32':
      return [bytesOf(values)];
    case 'float16':
      return [bytesOf(Uint16Array.from(values, (value) => narrowed(name, value)))];
    case 'int8':
      return quantized(values, weight.shape.at(-1)!);
  }
}

/** Symmetric, with one scale per channel; ties are rounded up. */
function quantized(values: Float32Array, channels: number): Uint8Array[] {
  const greatest = new Float32Array(channels);
  for (const [at, value] of values.entries()) {
    greatest[at % channels] = Math.max(greatest[at % channels]!, Math.abs(value));
  }
  const scales = greatest.map((value) => value / 127);
  const steps = Int8Array.from(values, (value, at) => {
    const scale = scales[at % channels]!;
    return scale === 0 ? 0 : Math.min(127, Math.max(-127, Math.round(value / scale)));
  });
  return [bytesOf(scales), bytesOf(steps)];
}

/** The 16 bits that are nearest to a number (IEEE 754 binary16); ties go to the even one. */
function narrowed(name: string, value: number): number {
  const magnitude = Math.abs(value);
  // From here on, the nearest would be infinite.
  if (!(magnitude < 65_520)) {
    throw new ExportError(`${name} has the value ${value}, which float16 cannot hold: its limit is 65504`);
  }
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude)));
  const steps = magnitude / 2 ** (exponent - 10);
  const rounded = roundedToEven(steps);
  // A fraction of 2048 carries into the exponent by itself; below 1024 the number is subnormal, with exponent 0.
  const bits = rounded < 1024 ? rounded : ((exponent + 15) << 10) + rounded - 1024;
  return bits | (value < 0 ? 0x8000 : 0);
}

function roundedToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

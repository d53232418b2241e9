import type { PlannedWeight } from './classifier-data.ts';

/**
 * The values of a weight from its bytes.
 *
 * @param next the next bytes, as many as asked for
 */
export type Decoder = (
  size: number,
  weight: PlannedWeight,
  next: (bytes: number) => ArrayBuffer,
) => Float32Array;

export const float32: Decoder = (size, _, next) => new Float32Array(next(4 * size));

/** IEEE 754 binary16. */
export const float16: Decoder = (size, _, next) =>
  Float32Array.from(new Uint16Array(next(2 * size)), (bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
  });

/** Its scales as float32, one per output channel, and whole numbers that they multiply. */
export const int8: Decoder = (size, weight, next) => {
  const scales = new Float32Array(next(4 * weight.shape.at(-1)!));
  return Float32Array.from(
    new Int8Array(next(size)),
    (value, index) => value * scales[index % scales.length]!,
  );
};

import type { ClassifierData, PlannedWeight, WeightFormat } from './classifier-data.ts';
import type { LayerWeights } from './run-layer.ts';

/** The number of scales of a quantized kernel: one per output channel, which run fastest. */
export function scalesOf({ name, shape }: PlannedWeight): number {
  const axes = name === 'depthwise_kernel' ? -2 : -1;
  return shape.slice(axes).reduce((size, length) => size * length, 1);
}

/** How a weight is stored: a kernel as the classifier's format says, everything else as float32. */
export function formatOf({ shape }: PlannedWeight, format: WeightFormat): WeightFormat {
  return shape.length > 1 ? format : 'float32';
}

/** The weights of each layer, by their names. */
export function decodeWeights({ layers, format, weights }: ClassifierData): LayerWeights[] {
  const bytes = Uint8Array.from(atob(weights), (character) => character.charCodeAt(0));
  let at = 0;
  const next = (length: number): ArrayBuffer => bytes.slice(at, (at += length)).buffer;
  const decode = (weight: PlannedWeight): Float32Array => {
    const size = weight.shape.reduce((product, length) => product * length, 1);
    switch (formatOf(weight, format)) {
      case 'float32':
        return new Float32Array(next(4 * size));
      case 'float16':
        return Float32Array.from(new Uint16Array(next(2 * size)), widened);
      case 'int8': {
        const scales = new Float32Array(next(4 * scalesOf(weight)));
        return Float32Array.from(
          new Int8Array(next(size)),
          (value, index) => value * scales[index % scales.length]!,
        );
      }
    }
  };
  return layers.map((layer) =>
    Object.fromEntries(layer.weights.map((weight) => [weight.name, decode(weight)])),
  );
}

/** The number that 16 bits stand for (IEEE 754 binary16). */
function widened(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

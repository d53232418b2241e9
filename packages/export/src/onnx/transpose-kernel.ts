import type { NamedTensor } from '@atelier/training';

/**
 * A kernel as ONNX has it: `[height, width, channels, filters]` becomes `[filters, channels, height, width]`.
 *
 * @param depthwise whether each channel has its own filters: then `[channels * filters, 1, height, width]`
 */
export function transposeKernel({ name, shape, values }: NamedTensor, depthwise: boolean): NamedTensor {
  const [height = 1, width = 1, channels = 1, filters = 1] = shape;
  const [outputs, inputs] = depthwise ? [channels * filters, 1] : [filters, channels];
  const places = height * width;
  const transposed = new Float32Array(values.length);
  for (let place = 0; place < places; place++) {
    for (let input = 0; input < inputs; input++) {
      for (let output = 0; output < outputs; output++) {
        transposed[(output * inputs + input) * places + place] =
          values[(place * inputs + input) * outputs + output]!;
      }
    }
  }
  return { name, shape: [outputs, inputs, height, width], values: transposed };
}

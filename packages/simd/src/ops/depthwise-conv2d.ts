import type { ActivationName, Layer, Padding, Pair, Weight } from '@atelier/network';
import { CHUNKS, DEPTHWISE_BACKWARD, DEPTHWISE_FORWARD } from '../opcodes.ts';
import { layoutOf, sizeOf, type Value } from '../program/values.ts';
import { namedActivation, rectifyGradient } from './activation.ts';
import { addChunkedGradient } from './chunked-gradient.ts';
import { slide, windowLength } from './conv-geometry.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { refuseConstraints } from './unsupported.ts';
import { widened } from './widen.ts';

/** Each channel has `depthMultiplier` kernels of its own; then the layer's activation. */
export function depthwiseConv2d(
  layer: Layer<'DepthwiseConv2D'>,
  [input]: Inputs,
  context: OpContext,
): readonly Op[] {
  refuseConstraints(layer);
  const [kernel, bias] = layer.weights;
  return kernel ? depthwise(layer, { ...layer.config, kernel, bias }, input, context) : [];
}

export interface DepthwiseSettings {
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly depthMultiplier: number;
  readonly activation: ActivationName;
  readonly kernel: Weight;
  readonly bias: Weight | undefined;
}

/** The ops of a depthwise convolution, of a layer of its own or a part of one. */
export function depthwise(
  layer: Pick<Layer, 'name' | 'kind' | 'trainable'>,
  settings: DepthwiseSettings,
  given: Value,
  context: OpContext,
): readonly Op[] {
  const { kernelSize, strides, padding, depthMultiplier, activation } = settings;
  const { ops, value: input } = widened(layer.name, given, context);
  const [height = 1, width = 1, channels = 1] = input.shape;
  const outputs = channels * depthMultiplier;
  const rows = slide(height, kernelSize[0], strides[0], padding);
  const columns = slide(width, kernelSize[1], strides[1], padding);
  const kernel = context.parameter({ ...settings.kernel, byRows: true, columns: outputs });
  const bias = settings.bias && context.parameter({ ...settings.bias, byRows: true });
  const relu = activation === 'relu';
  const wanted = layer.trainable || input.gradient !== 0;
  const shape = [rows.outputs, columns.outputs, outputs];
  const output = { ...context.floats(shape, 'samples', wanted), kept: relu, rectified: relu };
  const { rowBytes } = kernel;
  const learns = kernel.spec.trainable;
  const chunkBytes = (sizeOf(kernelSize) + (bias ? 1 : 0)) * rowBytes;
  const sums = learns ? context.temporary(CHUNKS * chunkBytes) : 0;
  const inputGroups = layoutOf(input.shape).groups;
  const windows = [windowLength(rows), windowLength(columns)] as const;
  context.needScratch(Math.max(2 * windows[0] * windows[1] * inputGroups * 16, rowBytes));
  const before = [rows.before, columns.before];
  const sizes = [depthMultiplier, rows.outputs, columns.outputs, outputs];
  const geometry = [height, width, inputGroups, ...before, ...windows, ...strides, ...kernelSize, ...sizes];
  const op: Op = {
    name: layer.name,
    output,
    parameters: bias ? [kernel, bias] : [kernel],
    forward(program) {
      const weights = [kernel.weights, bias?.weights ?? 0];
      program.add({
        code: DEPTHWISE_FORWARD,
        arguments: [...geometry, input.values, ...weights, relu ? 1 : 0, output.values],
        reads: [
          { buffer: input.values, share: 'samples' },
          ...weights
            .filter((buffer) => buffer !== 0)
            .map((buffer) => ({ buffer, share: 'everything' as const })),
        ],
        writes: [{ buffer: output.values, share: 'samples' }],
      });
    },
    backward(program, written) {
      if (output.gradient === 0) return;
      if (relu) rectifyGradient(program, output, written);
      program.add({
        code: DEPTHWISE_BACKWARD,
        arguments: [
          ...geometry,
          input.values,
          kernel.weights,
          output.gradient,
          sums,
          chunkBytes,
          learns && bias ? 1 : 0,
          input.gradient,
        ],
        reads: [
          { buffer: input.values, share: context.chunkShare },
          { buffer: output.gradient, share: context.chunkShare },
          { buffer: kernel.weights, share: 'everything' },
        ],
        writes: [
          ...(learns ? [{ buffer: sums, share: 'chunks' as const }] : []),
          ...(input.gradient === 0 ? [] : [{ buffer: input.gradient, share: context.chunkShare }]),
        ],
      });
      if (input.gradient !== 0) written.record(input, 'samples');
      if (!learns) return;
      const chunks = { buffer: sums, chunkBytes, chunks: CHUNKS };
      addChunkedGradient(program, kernel, { ...chunks, offset: 0 }, kernel.rows, kernel.rows);
      if (bias) addChunkedGradient(program, bias, { ...chunks, offset: kernel.rows * rowBytes }, 1, 1);
    },
  };
  const last = relu ? [] : namedActivation(layer, activation, output, context);
  return [...ops, op, ...last];
}

import { CHUNKS, CONV, CONV_PACK, CONV_WEIGHT_GRADIENT } from '../opcodes.ts';
import type { Program } from '../program/program.ts';
import { layoutOf } from '../program/values.ts';
import { addChunkedGradient } from './chunked-gradient.ts';
import { gradientPhases, windowLength } from './conv-geometry.ts';
import type { Convolution, ConvolutionCalls } from './convolution.ts';
import type { OpContext } from './op.ts';

/** A convolution of any size: sums over patches, with packed weights. */
export function directConvolution(parts: Convolution, context: OpContext): ConvolutionCalls {
  const { rows, columns, channels, picture, kernel, bias, relu, output, inputGradient } = parts;
  const { values, sampleBytes, height, width, floats, top, left } = picture;
  const { groups, rowBytes } = kernel;
  const depth = columns.kernel * floats;
  const pixels = rows.outputs * columns.outputs;
  const window = [top, left, windowLength(rows), windowLength(columns), rows.stride, columns.stride];
  const source = [values, sampleBytes, height, width, floats, ...window];
  context.needScratch(Math.max(windowLength(rows) * windowLength(columns) * floats * 4, rowBytes));

  const pack = (program: Program, packed: number, transposed: 0 | 1, taps: readonly number[]): void => {
    const [inner, padded, outer] = transposed
      ? [kernel.columns, groups * 4, layoutOf([channels]).groups]
      : [channels, floats, groups];
    program.add({
      code: CONV_PACK,
      arguments: [
        kernel.weights,
        rowBytes,
        packed,
        transposed,
        columns.kernel,
        channels,
        ...taps,
        inner,
        padded,
        outer,
      ],
      reads: [{ buffer: kernel.weights, share: 'everything' }],
      writes: [{ buffer: packed, share: `groups:${Math.ceil(outer / 2)}` }],
    });
  };

  const packed = context.temporary(rows.kernel * depth * rowBytes);
  const phases = inputGradient === 0 ? [] : phasesOf(parts, context);

  const learns = kernel.spec.trainable;
  const kernelSumRows = rows.kernel * Math.ceil(depth / 4) * 4;
  const chunkBytes = (kernelSumRows + (bias ? 1 : 0)) * rowBytes;
  const sums = learns ? context.temporary(CHUNKS * chunkBytes) : 0;

  return {
    prepare(program, training) {
      pack(program, packed, 0, [0, 1, rows.kernel, 0, 1, columns.kernel]);
      if (!training) return;
      for (const { packed: own, y, x } of phases) {
        pack(program, own, 1, [y.tap, y.tapStep, y.taps, x.tap, x.tapStep, x.taps]);
      }
    },
    forward(program) {
      const size = [rows.outputs, columns.outputs, columns.outputs * rowBytes, rowBytes, groups];
      program.add({
        code: CONV,
        arguments: [
          ...source,
          packed,
          rows.kernel,
          depth,
          bias?.weights ?? 0,
          relu ? 1 : 0,
          output.values,
          pixels * rowBytes,
          ...size,
        ],
        reads: [
          { buffer: values, share: 'samples' },
          { buffer: packed, share: 'everything' },
          ...(bias ? [{ buffer: bias.weights, share: 'everything' as const }] : []),
        ],
        writes: [{ buffer: output.values, share: 'samples' }],
      });
    },
    backward(program) {
      for (const { packed: own, call } of phases) {
        program.add({
          code: CONV,
          arguments: call,
          reads: [
            { buffer: output.gradient, share: 'samples' },
            { buffer: own, share: 'everything' },
          ],
          writes: [{ buffer: inputGradient, share: 'samples' }],
        });
      }
      if (!learns) return;
      const upstream = [output.gradient, rows.outputs, columns.outputs, groups];
      program.add({
        code: CONV_WEIGHT_GRADIENT,
        arguments: [...source, rows.kernel, depth, ...upstream, sums, chunkBytes, bias ? 1 : 0],
        reads: [
          { buffer: values, share: context.chunkShare },
          { buffer: output.gradient, share: context.chunkShare },
        ],
        writes: [{ buffer: sums, share: 'chunks' }],
      });
      const chunks = { buffer: sums, chunkBytes, chunks: CHUNKS };
      // Where channels are padded each pixel's are; where they are not, a row of the kernel as a whole.
      const [length, stride] = floats === channels ? [depth, Math.ceil(depth / 4) * 4] : [channels, floats];
      addChunkedGradient(program, kernel, { ...chunks, offset: 0 }, length, stride);
      if (bias) addChunkedGradient(program, bias, { ...chunks, offset: kernelSumRows * rowBytes }, 1, 1);
    },
  };
}

/** The convolutions that make the input's gradient, each with a place for its packed weights. */
function phasesOf(
  { rows, columns, channels, kernel, output, inputGradient }: Convolution,
  context: OpContext,
) {
  const { groups, rowBytes } = kernel;
  const inputGroups = layoutOf([channels]).groups;
  const pixelBytes = inputGroups * 16;
  const [height, width] = [rows.length, columns.length];
  const outputBytes = rows.outputs * columns.outputs * rowBytes;
  return gradientPhases(rows).flatMap((y) =>
    gradientPhases(columns).flatMap((x) => {
      if (y.count === 0 || x.count === 0) return [];
      const depth = x.taps * groups * 4;
      const packed = context.temporary(Math.max(64, y.taps * depth * pixelBytes));
      const window = [y.count + y.taps - 1, x.count + x.taps - 1];
      context.needScratch((window[0] ?? 0) * (window[1] ?? 0) * rowBytes);
      const call = [
        output.gradient,
        outputBytes,
        rows.outputs,
        columns.outputs,
        groups * 4,
        y.before,
        x.before,
        ...window,
        1,
        1,
        packed,
        y.taps,
        depth,
        0,
        0,
        inputGradient + (y.first * width + x.first) * pixelBytes,
        height * width * pixelBytes,
        y.count,
        x.count,
        rows.stride * width * pixelBytes,
        columns.stride * pixelBytes,
        inputGroups,
      ];
      return [{ y, x, packed, call }];
    }),
  );
}

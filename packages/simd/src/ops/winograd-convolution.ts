import {
  CHUNKS,
  WINOGRAD_BACKWARD,
  WINOGRAD_FORWARD,
  WINOGRAD_PACK,
  WINOGRAD_TILES,
  WINOGRAD_WEIGHT_GRADIENT,
} from '../opcodes.ts';
import { addChunkedGradient } from './chunked-gradient.ts';
import type { Convolution, ConvolutionCalls } from './convolution.ts';
import type { OpContext } from './op.ts';

/** Fewer channels or filters than this, and the transforms cost more than they save. */
const LEAST_CHANNELS = 8;

export function suitsWinograd({ rows, columns, channels, picture, kernel }: Convolution): boolean {
  const small = [rows, columns].every(({ kernel: length, stride }) => length === 3 && stride === 1);
  const many = channels >= LEAST_CHANNELS && kernel.columns >= LEAST_CHANNELS;
  return small && many && picture.floats % 4 === 0;
}

/** A convolution with a 3x3 kernel and stride 1, in 16 products for four outputs. */
export function winogradConvolution(parts: Convolution, context: OpContext): ConvolutionCalls {
  const { rows, columns, channels, picture, kernel, bias, relu, output, inputGradient } = parts;
  const { values, sampleBytes, height, width, floats, top, left } = picture;
  const { groups, rowBytes } = kernel;
  const source = [values, sampleBytes, height, width, floats, top, left];
  const size = [rows.outputs, columns.outputs, groups];
  const learns = kernel.spec.trainable;
  const transformBytes = 16 * floats * rowBytes;
  const forwardKernel = context.temporary(transformBytes);
  const backwardKernel = inputGradient === 0 ? 0 : context.temporary(transformBytes);
  const chunkBytes = transformBytes + (bias ? rowBytes : 0);
  const sums = learns ? context.temporary(CHUNKS * chunkBytes) : 0;
  const gradient = learns ? context.temporary(kernel.bytes) : 0;
  context.needScratch(scratchBytes(rows.outputs, columns.outputs, floats, rowBytes));
  return {
    prepare(program, training) {
      const backward = training ? backwardKernel : 0;
      program.add({
        code: WINOGRAD_PACK,
        arguments: [kernel.weights, channels, groups, forwardKernel, backward],
        reads: [{ buffer: kernel.weights, share: 'everything' }],
        writes: [forwardKernel, backward]
          .filter((buffer) => buffer !== 0)
          .map((buffer) => ({ buffer, share: `groups:${floats}` })),
      });
    },
    forward(program) {
      program.add({
        code: WINOGRAD_FORWARD,
        arguments: [...source, forwardKernel, bias?.weights ?? 0, relu ? 1 : 0, output.values, ...size],
        reads: [
          { buffer: values, share: 'samples' },
          { buffer: forwardKernel, share: 'everything' },
          ...(bias ? [{ buffer: bias.weights, share: 'everything' as const }] : []),
        ],
        writes: [{ buffer: output.values, share: 'samples' }],
      });
    },
    backward(program) {
      const upstream = [output.gradient, ...size];
      program.add({
        code: WINOGRAD_BACKWARD,
        arguments: [
          ...source,
          backwardKernel,
          ...upstream,
          sums,
          chunkBytes,
          learns && bias ? 1 : 0,
          inputGradient,
        ],
        reads: [
          { buffer: values, share: context.chunkShare },
          { buffer: output.gradient, share: context.chunkShare },
          ...(backwardKernel === 0 ? [] : [{ buffer: backwardKernel, share: 'everything' as const }]),
        ],
        writes: [
          ...(learns ? [{ buffer: sums, share: 'chunks' as const }] : []),
          ...(inputGradient === 0 ? [] : [{ buffer: inputGradient, share: context.chunkShare }]),
        ],
      });
      if (!learns) return;
      program.add({
        code: WINOGRAD_WEIGHT_GRADIENT,
        arguments: [sums, chunkBytes, channels, floats, groups, gradient],
        reads: [{ buffer: sums, share: 'everything' }],
        writes: [{ buffer: gradient, share: `groups:${channels}` }],
      });
      const whole = { buffer: gradient, offset: 0, chunkBytes: 0, chunks: 1 };
      addChunkedGradient(program, kernel, whole, kernel.rows, kernel.rows);
      if (!bias) return;
      const chunks = { buffer: sums, offset: transformBytes, chunkBytes, chunks: CHUNKS };
      addChunkedGradient(program, bias, chunks, 1, 1);
    },
  };
}

/** Two pictures with their border, and the transforms of some tiles: see assembly/winograd/forward.ts. */
function scratchBytes(outHeight: number, outWidth: number, floats: number, rowBytes: number): number {
  const [tilesY, tilesX] = [Math.ceil(outHeight / 2), Math.ceil(outWidth / 2)];
  const picture = (2 * tilesY + 2) * (2 * tilesX + 2) * floats * 4;
  return Math.max(512, 2 * picture + 16 * (WINOGRAD_TILES * (floats * 4 + rowBytes) + 128));
}

import {
  CHUNKS,
  WINOGRAD_BACKWARD,
  WINOGRAD_FORWARD,
  WINOGRAD_MAX_INPUTS,
  WINOGRAD_PACK,
  WINOGRAD_PLANE_GAP,
  WINOGRAD_TILES,
} from '../opcodes.ts';
import { addChunkedGradient } from './chunked-gradient.ts';
import type { Axis } from './conv-geometry.ts';
import type { Convolution, ConvolutionCalls } from './convolution.ts';
import type { OpContext } from './op.ts';

/** Fewer channels or filters than this, and the transforms cost more than they save. */
const LEAST_CHANNELS = 8;

export function suitsWinograd({ rows, columns, channels, picture, kernel }: Convolution): boolean {
  const small = [rows, columns].every(({ kernel: length, stride }) => length === 3 && stride === 1);
  const many = channels >= LEAST_CHANNELS && kernel.columns >= LEAST_CHANNELS;
  return small && many && picture.floats % 4 === 0;
}

/** A size of tiles: F(2x2, 3x3) or F(4x4, 3x3). */
interface Tiles {
  /** Outputs along a tile's side. */
  readonly outputs: 2 | 4;
  /** Tiles along the two axes of a picture. */
  readonly rows: number;
  readonly columns: number;
  /** Products of each tile, for a channel and a filter. */
  readonly products: number;
}

/**
 * The tiles of a convolution. The larger ones need fewer products for most pictures, but round each of their pixels in another way.
 *
 * @param normalized see `isNormalized`
 */
export function chooseTiles(rows: Axis, columns: Axis, normalized: boolean): Tiles {
  const tilesOf = (outputs: 2 | 4): Tiles => {
    const along = (axis: Axis): number => Math.ceil(axis.outputs / outputs);
    return { outputs, rows: along(rows), columns: along(columns), products: (outputs + 2) ** 2 };
  };
  const [small, large] = [tilesOf(2), tilesOf(4)];
  return normalized && productsOf(large) < productsOf(small) ? large : small;
}

/** Of a picture, for a channel and a filter. */
export function productsOf({ rows, columns, products }: Tiles): number {
  return rows * columns * products;
}

/** A convolution with a 3x3 kernel and stride 1, in 16 products for four outputs, or 36 for 16. */
export function winogradConvolution(parts: Convolution, context: OpContext): ConvolutionCalls {
  const { rows, columns, channels, picture, kernel, bias, relu, output, inputGradient } = parts;
  const { values, sampleBytes, height, width, floats, top, left } = picture;
  const { groups, rowBytes } = kernel;
  const source = [values, sampleBytes, height, width, floats, top, left];
  const size = [rows.outputs, columns.outputs, groups];
  const learns = kernel.spec.trainable;
  const tiles = chooseTiles(rows, columns, parts.normalized);
  const transformBytes = tiles.products * floats * rowBytes;
  const kernelBytes = 9 * floats * rowBytes;
  const forwardKernel = context.temporary(transformBytes);
  const backwardKernel = inputGradient === 0 ? 0 : context.temporary(transformBytes);
  const chunkBytes = kernelBytes + (bias ? rowBytes : 0);
  const sums = learns ? context.temporary(CHUNKS * chunkBytes) : 0;
  const sumsBytes = Math.min(context.threads, CHUNKS) * transformSumsBytes(tiles, floats, rowBytes);
  const transformSums = learns ? context.temporary(sumsBytes) : 0;
  context.needScratch(scratchBytes(tiles, floats, rowBytes));
  return {
    prepare(program, training) {
      const backward = training ? backwardKernel : 0;
      program.add({
        code: WINOGRAD_PACK,
        arguments: [kernel.weights, channels, groups, forwardKernel, backward, tiles.outputs],
        reads: [{ buffer: kernel.weights, share: 'everything' }],
        writes: [forwardKernel, backward]
          .filter((buffer) => buffer !== 0)
          .map((buffer) => ({ buffer, share: `groups:${floats}` })),
      });
    },
    forward(program) {
      program.add({
        code: WINOGRAD_FORWARD,
        arguments: [
          ...source,
          forwardKernel,
          bias?.weights ?? 0,
          relu ? 1 : 0,
          output.values,
          ...size,
          tiles.outputs,
        ],
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
          transformSums,
          tiles.outputs,
        ],
        reads: [
          { buffer: values, share: context.chunkShare },
          { buffer: output.gradient, share: context.chunkShare },
          ...(backwardKernel === 0 ? [] : [{ buffer: backwardKernel, share: 'everything' as const }]),
        ],
        writes: [
          ...(learns ? [sums, transformSums] : []).map((buffer) => ({ buffer, share: 'chunks' as const })),
          ...(inputGradient === 0 ? [] : [{ buffer: inputGradient, share: context.chunkShare }]),
        ],
      });
      if (!learns) return;
      const chunks = { buffer: sums, chunkBytes, chunks: CHUNKS };
      addChunkedGradient(program, kernel, { ...chunks, offset: 0 }, channels, floats);
      if (bias) addChunkedGradient(program, bias, { ...chunks, offset: kernelBytes }, 1, 1);
    },
  };
}

/** What assembly/winograd/forward.ts and backward.ts keep there. */
function scratchBytes({ outputs, rows, columns, products }: Tiles, floats: number, rowBytes: number): number {
  const lines = WINOGRAD_MAX_INPUTS ** 2 * 16;
  const pictures = 2 * (rows * outputs + 2) * (columns * outputs + 2) * floats * 4;
  const gradient = rows * outputs * columns * outputs * rowBytes;
  const transforms = products * (WINOGRAD_TILES * (floats * 4 + rowBytes) + 2 * WINOGRAD_PLANE_GAP);
  return lines + pictures + gradient + transforms;
}

/** A thread's gradient of the transformed kernel. */
function transformSumsBytes({ products }: Tiles, floats: number, rowBytes: number): number {
  return products * (floats * rowBytes + WINOGRAD_PLANE_GAP);
}

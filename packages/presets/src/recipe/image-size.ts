import * as z from 'zod/mini';
import { checked, type Kind } from './kind.ts';
import { limits } from './limits.ts';

/** `[height, width]` in pixels. */
export type ImageSize = readonly [height: number, width: number];

const takes = `pixels from 1 to ${limits.pixels}: 28, or 32x24 for height and width`;
const pixels = z.int().check(z.minimum(1), z.maximum(limits.pixels));

/** The size of an image: `28` if it is square, otherwise `32x24`, the height first. */
export const imageSize: Kind<ImageSize> = {
  schema: z.tuple([pixels, pixels]),
  takes,
  control: { kind: 'text' },
  read(text) {
    const [, height = '', width = height] = /^\s*(\d+)(?:x(\d+))?\s*$/.exec(text) ?? [];
    return checked(imageSize.schema, [Number(height), Number(width)], takes);
  },
  write: ([height, width]) => (height === width ? String(height) : `${height}x${width}`),
};

import { mismatched } from '../error.ts';

/** `[height, width, channels]` */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** What a user said of the images. */
interface Said {
  readonly size: readonly [height: number, width: number] | undefined;
  readonly channels: number | undefined;
}

/**
 * The shape of images that are rows of pixels: as the user says, otherwise squares in gray, or in colours.
 *
 * @throws DatasetError when the pixels are no such image
 */
export function shapeOfRow(pixels: number, { size, channels }: Said, location: string): ImageShape {
  const guesses: ImageShape[] = (channels === undefined ? [1, 3] : [channels]).map((count) => {
    const side = Math.sqrt(pixels / count);
    return [size?.[0] ?? side, size?.[1] ?? side, count];
  });
  const found = guesses.find(
    ([height, width, count]) => Number.isInteger(height) && pixels > 0 && height * width * count === pixels,
  );
  if (found) return found;
  const wanted = size
    ? `images of ${size.join('x')}`
    : 'a square, gray or in 3 colours; a size such as 32x24 says another shape';
  throw mismatched(location, `rows of ${pixels} pixels, which are not ${wanted}`);
}

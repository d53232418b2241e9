import type { FileAtPath } from '@atelier/datasets/browser';
import { scaledPicture } from '../image/scaled-picture.ts';

/** The longer side of pictures, in pixels, beyond which a network here learns no better, only slower. */
const longestSide = 64;

const isPicture = /\.(?:png|jpe?g|webp|gif|bmp|avif)$/i;

/** The height and width that photos are read with, which keep the proportions of the first; `undefined` for small pictures and other data. */
export async function sizeOfPhotos(
  files: readonly FileAtPath[],
): Promise<readonly [number, number] | undefined> {
  const first = files.find(({ path }) => isPicture.test(path));
  const scaled = first && (await scaledPicture(first.file, longestSide));
  if (!scaled || Math.max(scaled.fileHeight, scaled.fileWidth) <= longestSide) return undefined;
  const { height, width } = scaled.context.canvas;
  return [height, width];
}

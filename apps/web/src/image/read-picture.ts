import { longestSide } from '@atelier/datasets/browser';
import { scaledPicture } from './scaled-picture.ts';

export interface ReadPicture {
  /** At most `longestSide` long. */
  readonly image: ImageData;
  /** Of the file, in pixels. */
  readonly fileWidth: number;
  readonly fileHeight: number;
}

/** The pixels of a picture file; `undefined` for a file that is not a picture. */
export async function readPicture(file: Blob): Promise<ReadPicture | undefined> {
  const scaled = await scaledPicture(file, longestSide);
  if (!scaled) return undefined;
  const { context, fileWidth, fileHeight } = scaled;
  const { width, height } = context.canvas;
  return { image: context.getImageData(0, 0, width, height), fileWidth, fileHeight };
}

import { type FittedPicture, fitPicture, longestSide } from '@atelier/datasets/browser';

export type ReadPicture = FittedPicture & {
  /** Of the file, in pixels. */
  readonly fileWidth: number;
  readonly fileHeight: number;
};

/** A picture file as the network takes it; `undefined` for a file that is not a picture. */
export async function readPicture(
  file: Blob,
  height: number,
  width: number,
): Promise<ReadPicture | undefined> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return undefined;
  }
  const { width: fileWidth, height: fileHeight } = bitmap;
  const scale = Math.min(1, longestSide / Math.max(fileWidth, fileHeight));
  const drawnWidth = Math.max(1, Math.round(fileWidth * scale));
  const drawnHeight = Math.max(1, Math.round(fileHeight * scale));
  const context = new OffscreenCanvas(drawnWidth, drawnHeight).getContext('2d');
  if (!context) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, drawnWidth, drawnHeight);
  bitmap.close();
  const image = context.getImageData(0, 0, drawnWidth, drawnHeight);
  return { ...fitPicture(image, [height, width, 1]), fileWidth, fileHeight };
}

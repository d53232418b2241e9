import { longestSide } from '@atelier/datasets/browser';

export interface ReadPicture {
  /** At most `longestSide` long. */
  readonly image: ImageData;
  /** Of the file, in pixels. */
  readonly fileWidth: number;
  readonly fileHeight: number;
}

/** The pixels of a picture file; `undefined` for a file that is not a picture. */
export async function readPicture(file: Blob): Promise<ReadPicture | undefined> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return undefined;
  }
  const { width: fileWidth, height: fileHeight } = bitmap;
  const scale = Math.min(1, longestSide / Math.max(fileWidth, fileHeight));
  const width = Math.max(1, Math.round(fileWidth * scale));
  const height = Math.max(1, Math.round(fileHeight * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { image: context.getImageData(0, 0, width, height), fileWidth, fileHeight };
}

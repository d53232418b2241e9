import { type NetworkInput, toNetworkInput } from './to-network-input.ts';

export type ReadPicture = NetworkInput & {
  /** Of the file, in pixels. */
  readonly fileWidth: number;
  readonly fileHeight: number;
};

/** Larger pictures are made smaller by the browser first: 28 pixels need no more. */
const longestSide = 512;

/** A picture file as the network takes it; `undefined` for a file that is no picture. */
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
  return { ...toNetworkInput(image, height, width), fileWidth, fileHeight };
}

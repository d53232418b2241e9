/** A picture file on a canvas. */
interface ScaledPicture {
  readonly context: OffscreenCanvasRenderingContext2D;
  /** Of the file, in pixels. */
  readonly fileWidth: number;
  readonly fileHeight: number;
}

/**
 * Draws a picture file, at most `longest` pixels long; `undefined` for a file that is not a picture.
 */
export async function scaledPicture(file: Blob, longest: number): Promise<ScaledPicture | undefined> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return undefined;
  }
  const { width: fileWidth, height: fileHeight } = bitmap;
  const scale = Math.min(1, longest / Math.max(fileWidth, fileHeight));
  const width = Math.max(1, Math.round(fileWidth * scale));
  const height = Math.max(1, Math.round(fileHeight * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { context, fileWidth, fileHeight };
}

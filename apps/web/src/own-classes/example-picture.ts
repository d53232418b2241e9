import { type OwnPicture, padFormat } from '../state/own-picture.ts';

/** The longer side of an example, in pixels: more than a network here looks at. */
const side = 96;

/** A picture file as an example; `undefined` if it is not a picture. */
export async function exampleOf(file: Blob): Promise<Blob | undefined> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return undefined;
  }
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((length) =>
    Math.max(1, Math.round(length * scale)),
  );
  const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.convertToBlob();
}

/** The square in the middle of what the camera sees. */
export function cameraSquare(video: HTMLVideoElement): OffscreenCanvas {
  const canvas = new OffscreenCanvas(side, side);
  const length = Math.min(video.videoWidth, video.videoHeight);
  const [left, top] = [(video.videoWidth - length) / 2, (video.videoHeight - length) / 2];
  canvas
    .getContext('2d', { willReadFrequently: true })
    ?.drawImage(video, left, top, length, length, 0, 0, side, side);
  return canvas;
}

/** What is on the pad: a drawing is bright on black. */
export async function padExample({ drawing, ready }: OwnPicture): Promise<Blob> {
  const { pixels, format } = ready ?? { pixels: drawing, format: padFormat };
  const { height, width, channels } = format;
  const canvas = new OffscreenCanvas(width, height);
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      image.data[4 * pixel + channel] = pixels[pixel * channels + (channels < 3 ? 0 : channel)] ?? 0;
    image.data[4 * pixel + 3] = 255;
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas.convertToBlob();
}

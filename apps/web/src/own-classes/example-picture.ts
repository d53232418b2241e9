import { picture } from '../image/picture.ts';
import { scaledPicture } from '../image/scaled-picture.ts';
import { type OwnPicture, padFormat } from '../state/own-picture.ts';

/** The longer side of an example, in pixels: more than a network here looks at. */
const side = 96;

/** A picture file as an example; `undefined` if it is not a picture. */
export async function exampleOf(file: Blob): Promise<Blob | undefined> {
  const scaled = await scaledPicture(file, side);
  return scaled?.context.canvas.convertToBlob();
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
  return picture({ pixels, format: { ...format, ink: false } }).convertToBlob();
}

import { RandomStream } from '@atelier/random';
import type { LabelledImages } from '../src/images.ts';
import type { Picture } from '../src/picture.ts';

/** Drawn shapes of two classes, bright on black, that fill the frame from edge to edge in one direction. */
export function drawnShapes(count: number, side = 16): LabelledImages {
  const stream = new RandomStream(3, 'drawn');
  const images = new Uint8Array(count * side * side);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  for (let index = 0; index < count; index++) {
    const half = 0.2 + 0.3 * stream.uniform();
    const shade = 120 + stream.below(100);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const [across, down] = [Math.abs((x + 0.5) / side - 0.5), Math.abs((y + 0.5) / side - 0.5)];
        // An upright bar, or a diamond; each with a bright core.
        const inside = labels[index] === 0 ? across < half / 2 : across + down <= 0.5;
        const core = labels[index] === 0 ? down < 0.2 && inside : across + down < half / 2;
        images[(index * side + y) * side + x] = core ? 255 : inside ? shade : 0;
      }
    }
  }
  return { images, labels, count, height: side, width: side, channels: 1 };
}

/** One image of a set as a picture file shows it: each pixel `scale` times as large, on a ground with room around. */
export function pictureOf(
  { images, height, width, channels }: LabelledImages,
  index: number,
  {
    scale = 1,
    room = [0, 0, 0, 0],
    value = (each) => each,
  }: {
    readonly scale?: number;
    /** Left, top, right and bottom, in pixels of the picture. */
    readonly room?: readonly [number, number, number, number];
    /** The value of a channel of the picture; `own` is 0 around the image. */
    readonly value?: (own: number, x: number, y: number, channel: number) => number;
  } = {},
): Picture {
  const [left, top, right, bottom] = room;
  const size = { width: width * scale + left + right, height: height * scale + top + bottom };
  const data = new Uint8ClampedArray(size.width * size.height * 4);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const [column, row] = [Math.floor((x - left) / scale), Math.floor((y - top) / scale)];
      const inside = column >= 0 && row >= 0 && column < width && row < height;
      const at = ((index * height + row) * width + column) * channels;
      for (let channel = 0; channel < 3; channel++) {
        const own = inside ? images[at + (channel % channels)]! : 0;
        data[(y * size.width + x) * 4 + channel] = value(own, x, y, channel);
      }
      data[(y * size.width + x) * 4 + 3] = 255;
    }
  }
  return { data, ...size };
}

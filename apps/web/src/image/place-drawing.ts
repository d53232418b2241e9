import type { Drawing } from './brush.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Less ink than this is the soft edge of a stroke. */
const leastInk = 32;

/**
 * A drawing as the training pictures are: cropped to its ink, scaled until the longer side fills the frame, centred. Blank stays
 * blank.
 *
 * @param size of the side of the square picture, in pixels
 */
export function placeDrawing(drawing: Drawing, size: number): Uint8Array {
  const placed = new Uint8Array(size * size);
  const box = inkBox(drawing);
  if (!box) return placed;
  const scale = size / Math.max(box.width, box.height);
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));
  const left = Math.floor((size - width) / 2);
  const top = Math.floor((size - height) / 2);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      placed[(top + row) * size + left + column] = meanInk(drawing, {
        left: box.left + (column * box.width) / width,
        top: box.top + (row * box.height) / height,
        width: box.width / width,
        height: box.height / height,
      });
    }
  }
  return placed;
}

/** A picture enlarged to be drawn on, each pixel `scale` times as wide and high. */
export function enlarge({ pixels, height, width }: Drawing, scale: number): Uint8Array {
  const enlarged = new Uint8Array(height * width * scale * scale);
  for (let row = 0; row < height * scale; row++) {
    for (let column = 0; column < width * scale; column++) {
      enlarged[row * width * scale + column] =
        pixels[Math.floor(row / scale) * width + Math.floor(column / scale)]!;
    }
  }
  return enlarged;
}

function inkBox({ pixels, height, width }: Drawing): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (pixels[row * width + column]! < leastInk) continue;
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = row;
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** The mean over a rectangle whose edges may cut through pixels. */
function meanInk({ pixels, height, width }: Drawing, box: Box): number {
  const [right, bottom] = [box.left + box.width, box.top + box.height];
  let sum = 0;
  for (let row = Math.floor(box.top); row < Math.min(height, bottom); row++) {
    const high = Math.min(row + 1, bottom) - Math.max(row, box.top);
    for (let column = Math.floor(box.left); column < Math.min(width, right); column++) {
      const wide = Math.min(column + 1, right) - Math.max(column, box.left);
      sum += pixels[row * width + column]! * wide * high;
    }
  }
  return Math.round(sum / (box.width * box.height));
}

/**
 * Pictures with a border, for convolutions, so that their inner loops need no checks at edges.
 *
 * Memory: a picture is f32 `[height, width, floats]`; the copy with its border lies in this thread's scratch memory, f32
 * `[windowHeight, windowWidth, floats]`, and its row 0 is the picture's row `-top`.
 * Assumes: `floats` is a multiple of four wherever a copy has to be made; scratch holds the copy.
 */
import { clear, copy } from './vectors';

/** Whether the window of a picture is more than the picture, or begins elsewhere. */
export function needsBorder(
  height: i32,
  width: i32,
  top: i32,
  left: i32,
  windowHeight: i32,
  windowWidth: i32,
): bool {
  return top != 0 || left != 0 || windowHeight > height || windowWidth > width;
}

/** Fills a window of scratch memory at `to` with a picture and zeros around it. A border may be negative: it cuts off. */
export function copyWithBorder(
  to: usize,
  picture: usize,
  height: i32,
  width: i32,
  floats: i32,
  top: i32,
  left: i32,
  windowHeight: i32,
  windowWidth: i32,
): void {
  const pixelBytes: usize = floats << 2;
  const first = max(left, 0);
  const end = max(first, min(width + left, windowWidth));
  for (let y = 0; y < windowHeight; y++) {
    const row = to + y * windowWidth * pixelBytes;
    const source = y - top;
    if (source < 0 || source >= height) {
      clear(row, windowWidth * pixelBytes);
      continue;
    }
    clear(row, first * pixelBytes);
    copy(
      row + first * pixelBytes,
      picture + (source * width + first - left) * pixelBytes,
      (end - first) * pixelBytes,
    );
    clear(row + end * pixelBytes, (windowWidth - end) * pixelBytes);
  }
}

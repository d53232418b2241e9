import type { Pair, Shape } from '@atelier/network';

/**
 * Moves a window over `[height, width, channels]`: calls `visit` for each place of the window and each position of its input that the window covers there.
 *
 * @param size of the window, `[height, width]`
 * @param input `[height, width, …]`
 * @param output `[height, width, …]`
 * @param visit with the place in the output, the position in the input and in the window, each row-major
 */
export function slide(
  [rows = 1, columns = 1]: Shape,
  [down, right]: Pair,
  [height = 1, width = 1]: Shape,
  [outputHeight = 1, outputWidth = 1]: Shape,
  visit: (output: number, input: number, window: number) => void,
): void {
  // Half of what is missing, the smaller one; nothing where the window stays within the input.
  const before = (outputs: number, stride: number, window: number, length: number): number =>
    Math.max(0, Math.floor(((outputs - 1) * stride + window - length) / 2));
  const top = before(outputHeight, down, rows, height);
  const left = before(outputWidth, right, columns, width);
  for (let output = 0; output < outputHeight * outputWidth; output++) {
    const firstRow = Math.floor(output / outputWidth) * down - top;
    const firstColumn = (output % outputWidth) * right - left;
    for (let window = 0; window < rows * columns; window++) {
      const row = firstRow + Math.floor(window / columns);
      const column = firstColumn + (window % columns);
      if (row >= 0 && row < height && column >= 0 && column < width) {
        visit(output, row * width + column, window);
      }
    }
  }
}

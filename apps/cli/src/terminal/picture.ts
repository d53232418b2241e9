/** Characters from dark to bright, for output that has no colours. */
const ramp = ' .:-=+*#%@';

/** An image of bytes, `[height, width, channels]`. */
export interface TerminalPicture {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Draws images side by side in characters.
 *
 * @param colours true for a terminal that shows 24-bit colours: each character then holds two pixels, one above the other
 */
export function drawPictures(pictures: readonly TerminalPicture[], colours: boolean): string {
  const [first] = pictures;
  if (!first) return '';
  const lines: string[] = [];
  for (let row = 0; row < first.height; row += 2) {
    lines.push(
      pictures.map((picture) => (colours ? colourRow(picture, row) : plainRow(picture, row))).join(' '),
    );
  }
  return `${lines.join('\n')}\n`;
}

function colourRow(picture: TerminalPicture, row: number): string {
  let line = '';
  for (let column = 0; column < picture.width; column++) {
    const above = colourAt(picture, row, column);
    const below = row + 1 < picture.height ? colourAt(picture, row + 1, column) : '0;0;0';
    line += `\u001B[38;2;${above}m\u001B[48;2;${below}m▀`;
  }
  return `${line}\u001B[0m`;
}

function colourAt({ pixels, width, channels }: TerminalPicture, row: number, column: number): string {
  const at = (row * width + column) * channels;
  const [red = 0, green = red, blue = red] = channels < 3 ? [pixels[at]] : pixels.subarray(at, at + 3);
  return `${red};${green};${blue}`;
}

/** Two rows of pixels become one of characters, which are twice as high as wide. */
function plainRow({ pixels, height, width, channels }: TerminalPicture, row: number): string {
  let line = '';
  for (let column = 0; column < width; column++) {
    let sum = 0;
    for (const r of [row, Math.min(row + 1, height - 1)]) {
      for (let channel = 0; channel < channels; channel++)
        sum += pixels[(r * width + column) * channels + channel]!;
    }
    line += ramp[Math.floor((sum / (2 * channels) / 256) * ramp.length)]!;
  }
  return line;
}

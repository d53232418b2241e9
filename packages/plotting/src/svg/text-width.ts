// Advance widths of Inter at weights 400 and 600, in hundredths of the font size, for U+0020 to U+007E.
const regular = [
  28, 29, 47, 63, 64, 98, 64, 30, 36, 36, 50, 66, 29, 46, 29, 36, 63, 41, 61, 62, 65, 59, 62, 57, 62, 62, 29,
  30, 66, 66, 66, 51, 97, 69, 65, 73, 72, 60, 59, 75, 74, 27, 57, 67, 57, 90, 75, 76, 64, 76, 64, 64, 65, 74,
  69, 99, 68, 68, 63, 36, 36, 36, 47, 46, 32, 56, 61, 57, 61, 58, 37, 61, 59, 24, 24, 55, 24, 88, 59, 60, 61,
  61, 38, 53, 33, 59, 56, 82, 55, 56, 55, 43, 33, 43, 66,
];
const semiBold = [
  25, 32, 52, 64, 65, 100, 66, 33, 37, 37, 54, 67, 32, 47, 32, 38, 66, 42, 62, 64, 67, 61, 64, 58, 64, 64, 32,
  33, 67, 67, 67, 54, 100, 73, 66, 74, 72, 61, 59, 75, 75, 28, 58, 70, 57, 92, 76, 77, 65, 77, 65, 65, 66, 74,
  73, 102, 72, 71, 65, 37, 38, 37, 48, 47, 35, 57, 62, 58, 62, 59, 39, 63, 61, 26, 26, 57, 26, 90, 61, 61, 62,
  62, 40, 55, 35, 61, 59, 84, 57, 59, 57, 45, 36, 45, 67,
];
/** The mean for accented letters, Greek, Cyrillic and signs. */
const OTHER = 65;
const FULL_WIDTH = 100;

/**
 * Width of a line of text in pixels, the same everywhere, since it is not measured on a screen. Right for ASCII in Inter;
 * the usual fallback fonts need a little less, the widest (Verdana, DejaVu Sans) a tenth more.
 */
export function textWidth(text: string, size: number, weight: 400 | 600 = 400): number {
  const widths = weight === 600 ? semiBold : regular;
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    sum += widths[code - 32] ?? (code >= 0x2e80 ? FULL_WIDTH : OTHER);
  }
  return (sum / 100) * size;
}

/** The text, or as much of it as fits with an ellipsis. */
export function fitText(text: string, limit: number, size: number, weight: 400 | 600 = 400): string {
  if (textWidth(text, size, weight) <= limit) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, size, weight) > limit) {
    characters.pop();
  }
  return `${characters.join('').trimEnd()}…`;
}

/** Lines broken at spaces so that each fits; a word too long for a line, and what is past `lines`, gets an ellipsis. */
export function wrapText(
  text: string,
  limit: number,
  size: number,
  { weight = 400, lines = 3 }: { weight?: 400 | 600; lines?: number } = {},
): string[] {
  const result: string[] = [];
  let line = '';
  const words = text.split(/\s+/u).filter(Boolean);
  for (const [index, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || textWidth(longer, size, weight) <= limit) {
      line = longer;
    } else if (result.length === lines - 1) {
      line = [line, ...words.slice(index)].join(' ');
      break;
    } else {
      result.push(fitText(line, limit, size, weight));
      line = word;
    }
  }
  if (line !== '') result.push(fitText(line, limit, size, weight));
  return result;
}

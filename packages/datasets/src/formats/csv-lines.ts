import { damaged } from '../error.ts';

/** A line of a text, without its end. */
export interface CsvLine {
  /** From 1. */
  readonly number: number;
  /** Where it begins. */
  readonly byte: number;
  readonly bytes: Uint8Array;
}

const lineFeed = 10;
const carriageReturn = 13;

/** The longest line: a picture of a million pixels in colours. */
const longestLine = 2 ** 24;

/**
 * The lines of a text that are not empty, as they come. A byte order mark is left out.
 *
 * @throws DatasetError `damaged-file` for an endless line
 */
export async function* csvLines(
  pieces: AsyncIterable<Uint8Array>,
  location: string,
): AsyncGenerator<CsvLine, void, undefined> {
  let rest = new Uint8Array(0);
  let byte = 0;
  let number = 0;
  const lineOf = (bytes: Uint8Array): CsvLine => {
    const marked = number === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
    number++;
    return { number, byte, bytes: bytes.subarray(marked ? 3 : 0, end) };
  };
  for await (const piece of pieces) {
    const buffer = new Uint8Array(rest.length + piece.length);
    buffer.set(rest);
    buffer.set(piece, rest.length);
    let start = 0;
    for (;;) {
      const end = buffer.indexOf(lineFeed, start);
      if (end === -1) break;
      const line = lineOf(buffer.subarray(start, end));
      if (line.bytes.length > 0) yield line;
      byte += end + 1 - start;
      start = end + 1;
    }
    rest = buffer.subarray(start);
    if (rest.length > longestLine) {
      throw damaged(location, `line ${number + 1} at byte ${byte} has more than ${longestLine} bytes`);
    }
  }
  const last = lineOf(rest);
  if (last.bytes.length > 0) yield last;
}

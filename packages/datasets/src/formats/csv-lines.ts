import { damaged, DatasetError } from '../error.ts';

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
 * The lines of a text that are not empty, as they come, whether they end in LF, CR LF or CR. A byte order mark is left out.
 *
 * @throws DatasetError `damaged-file` for an endless line, `unknown-format` for UTF-16
 */
export async function* csvLines(
  pieces: AsyncIterable<Uint8Array>,
  location: string,
): AsyncGenerator<CsvLine, void, undefined> {
  let rest = new Uint8Array(0);
  let byte = 0;
  let number = 0;
  let lineEnd: number | undefined;
  const lineOf = (bytes: Uint8Array): CsvLine => {
    if (number === 0 && bytes.includes(0)) {
      throw new DatasetError('unknown-format', `${location} is UTF-16 or no text: save it as UTF-8`, {
        location,
      });
    }
    const marked = number === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
    number++;
    return { number, byte, bytes: bytes.subarray(marked ? 3 : 0, end) };
  };
  for await (const piece of pieces) {
    const buffer = new Uint8Array(rest.length + piece.length);
    buffer.set(rest);
    buffer.set(piece, rest.length);
    lineEnd ??= lineEndIn(buffer);
    let start = 0;
    for (;;) {
      const end = lineEnd === undefined ? -1 : buffer.indexOf(lineEnd, start);
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

/** What ends the lines of a text that begins so; `undefined` while that cannot be known. */
function lineEndIn(beginning: Uint8Array): number | undefined {
  if (beginning.includes(lineFeed)) return lineFeed;
  const at = beginning.indexOf(carriageReturn);
  return at === -1 || at === beginning.length - 1 ? undefined : carriageReturn;
}

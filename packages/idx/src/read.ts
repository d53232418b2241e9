import { checkFunction, checkOptions } from '@atelier/checks';
import { checkLength, contentBuffer, decodePlain, takeContent } from './decode.ts';
import type { IdxArray } from './dtype.ts';
import { IdxError } from './error.ts';
import {
  checkedMaxBytes,
  headerBytesOf,
  isGzip,
  limitNames,
  parseHeader,
  truncatedHeader,
} from './header.ts';
import type { IdxHeader, IdxLimits } from './header.ts';
import { inflate } from './inflate.ts';
import { bytesOf, Pieces } from './source.ts';
import type { IdxSource } from './source.ts';

/** Options of `readIdx` and `readIdxContent`. */
export interface ReadIdxOptions extends IdxLimits {
  /**
   * Called as content arrives, with all of it so far (header included, uncompressed: a view on what will be
   * returned) and the byte where the new part begins. For hashing, for progress, for showing the first images
   * before the last have come.
   */
  readonly onContent?: (content: Uint8Array, from: number) => void;
}

/** A file's plain content, `header.headerBytes + header.dataBytes` bytes. */
export interface IdxContent {
  readonly header: IdxHeader;
  readonly content: Uint8Array;
}

/** Deflate codes 258 bytes in 2 bits at best: no compressed byte can stand for more than this. */
const mostBytesPerCompressedByte = 1032;

/**
 * Reads an IDX file from bytes or a stream, plain or gzip (told apart by magic bytes).
 *
 * Memory: the size that the header declares, which is checked against `maxBytes` before it is allocated, and
 * at most 17 MB more. If a source holds more than it declares, reading stops: the stream is cancelled,
 * a gzip bomb is not inflated.
 *
 * @throws TypeError for a source that is neither bytes nor a stream of them, or an unknown option
 * @throws RangeError for a limit that is not a positive integer
 * @throws IdxError for anything that is not a whole, well-formed IDX file
 * @throws whatever the stream throws, unchanged
 */
export async function readIdx(source: IdxSource, options: ReadIdxOptions = {}): Promise<IdxArray> {
  const checked = checkReading('readIdx', options);
  const { content, header } = await readContent(source, checked);
  // Plain bytes belong to the caller: they are viewed or copied, never overwritten.
  return content.buffer === bytesOf(source)?.buffer
    ? decodePlain(content, checked.maxBytes)
    : takeContent(content, header);
}

/**
 * Reads an IDX file like {@link readIdx}, but returns the content of the uncompressed file, for
 * hashing all of it. `decodeIdx` makes an array of it. Plain bytes in memory are returned as they are, not
 * copied.
 *
 * @throws like `readIdx`
 */
export async function readIdxContent(source: IdxSource, options: ReadIdxOptions = {}): Promise<IdxContent> {
  return readContent(source, checkReading('readIdxContent', options));
}

/** Options with the default filled in. */
interface Reading {
  readonly maxBytes: number;
  readonly onContent?: ReadIdxOptions['onContent'];
}

function checkReading(name: string, options: ReadIdxOptions): Reading {
  checkOptions<ReadIdxOptions>(name, options, { ...limitNames, onContent: true });
  const { onContent } = options;
  if (onContent !== undefined) checkFunction('onContent', onContent);
  return { maxBytes: checkedMaxBytes(options), onContent };
}

async function readContent(source: IdxSource, options: Reading): Promise<IdxContent> {
  const bytes = bytesOf(source);
  if (!bytes) return readStream(source, options);
  if (isGzip(bytes)) return readStream(bytes, options, bytes.length * mostBytesPerCompressedByte);
  const header = parseHeader(bytes, options.maxBytes);
  checkLength(bytes.length, header);
  options.onContent?.(bytes, 0);
  return { header, content: bytes };
}

async function readStream(source: IdxSource, options: Reading, most = Infinity): Promise<IdxContent> {
  const pieces = new Pieces(source);
  try {
    const [start, all] = await peek(pieces);
    return await gather(isGzip(start) ? inflated(all, pieces) : all, options, most);
  } finally {
    pieces.cancel();
  }
}

/** The first two bytes, if there are two, and all pieces including those. */
async function peek(pieces: Pieces): Promise<[Uint8Array, AsyncGenerator<Uint8Array, void, undefined>]> {
  const rest = pieces[Symbol.asyncIterator]();
  let start: Uint8Array = new Uint8Array(0);
  while (start.length < 2) {
    const { done, value } = await rest.next();
    if (done === true) break;
    start = joined(start, value);
  }
  const all = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    yield start;
    yield* rest;
  };
  return [start, all()];
}

async function* inflated(
  pieces: AsyncIterable<Uint8Array>,
  source: Pieces,
): AsyncGenerator<Uint8Array, void, undefined> {
  let offset = 0;
  try {
    for await (const piece of inflate(pieces)) {
      offset += piece.length;
      yield piece;
    }
  } catch (cause) {
    if (source.failure !== undefined) throw source.failure.reason;
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new IdxError('corrupt-gzip', { offset, found, expected: 'a whole gzip stream', cause });
  }
}

/** Joins the pieces; `most` is an upper limit of their length. */
async function gather(
  pieces: AsyncIterable<Uint8Array>,
  options: Reading,
  most: number,
): Promise<IdxContent> {
  let start: Uint8Array = new Uint8Array(0);
  let result: IdxContent | undefined;
  let filled = 0;
  for await (const piece of pieces) {
    let news = piece;
    if (result === undefined) {
      start = joined(start, piece);
      if (start.length < headerBytesOf(start)) continue;
      const header = parseHeader(start, options.maxBytes);
      checkPlausible(header, most);
      result = { header, content: contentBuffer(header) };
      news = start;
    }
    checkRoom(filled + news.length, result.header);
    result.content.set(news, filled);
    filled += news.length;
    options.onContent?.(result.content.subarray(0, filled), filled - news.length);
  }
  if (result === undefined) throw truncatedHeader(start);
  checkLength(filled, result.header);
  return result;
}

function checkPlausible({ headerBytes, dataBytes }: IdxHeader, most: number): void {
  if (headerBytes + dataBytes <= most) return;
  throw new IdxError('truncated', {
    offset: headerBytes,
    found: `compressed bytes that can hold at most ${most}`,
    expected: `${headerBytes + dataBytes} bytes`,
  });
}

function checkRoom(filled: number, { headerBytes, dataBytes }: IdxHeader): void {
  const expected = headerBytes + dataBytes;
  if (filled <= expected) return;
  throw new IdxError('trailing-bytes', {
    offset: expected,
    found: `more than ${expected} bytes`,
    expected: `${expected} bytes`,
  });
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

import { checkOptions, found, isTypedArray } from '@atelier/checks';
import { dtypeOfCode, dtypes } from './dtype.ts';
import type { IdxDtype } from './dtype.ts';
import { IdxError } from './error.ts';

/** The highest rank that is read or written: NumPy's former limit. */
export const maxRank = 32;

/**
 * The default of `maxBytes`: 1 GiB, twenty times MNIST's training images. A header of 16 bytes can claim an
 * exabyte, so its claim is checked before anything is allocated.
 */
export const defaultMaxBytes: number = 2 ** 30;

/** What the header of an IDX file declares. */
export interface IdxHeader {
  /** Of the elements. */
  readonly dtype: IdxDtype;
  /** The size of each dimension, row-major: 1 to 32 of them. */
  readonly shape: readonly number[];
  /** Bytes before the first element: `4 + 4 * rank`. */
  readonly headerBytes: number;
  /** Bytes of all elements. */
  readonly dataBytes: number;
}

/** What is accepted of an IDX file. */
export interface IdxLimits {
  /**
   * The most bytes of elements that are accepted, a positive integer.
   *
   * @default defaultMaxBytes
   */
  readonly maxBytes?: number;
}

/**
 * The length in bytes of the header that begins with `bytes`: 4 while fewer than 4 are given, `4 + 4 *
 * rank` then.
 *
 * @throws IdxError `bad-magic`, `unknown-dtype`, `bad-rank`, each as soon as its byte is there
 */
export function headerBytesOf(bytes: Uint8Array): number {
  const [first = 0, second = 0, code, rank] = bytes;
  if (first !== 0 || second !== 0) {
    throw new IdxError('bad-magic', {
      offset: first === 0 ? 1 : 0,
      found: describeStart(bytes),
      expected: '0x00 0x00',
    });
  }
  if (code === undefined) return 4;
  if (dtypeOfCode(code) === undefined) {
    throw new IdxError('unknown-dtype', {
      offset: 2,
      found: hex(code),
      expected: Object.entries(dtypes)
        .map(([dtype, facts]) => `${hex(facts.code)} (${dtype})`)
        .join(', '),
    });
  }
  if (rank === undefined) return 4;
  if (rank === 0 || rank > maxRank) {
    throw new IdxError('bad-rank', { offset: 3, found: String(rank), expected: `1 to ${maxRank}` });
  }
  return 4 + 4 * rank;
}

/**
 * Reads the header that `bytes` begin with, and ignores what follows it.
 *
 * @throws TypeError for what is not bytes, or an unknown option
 * @throws RangeError for a limit that is not a positive integer
 * @throws IdxError `bad-magic`, `unknown-dtype`, `bad-rank`, `too-large`, `truncated`
 */
export function decodeIdxHeader(bytes: Uint8Array, limits: IdxLimits = {}): IdxHeader {
  if (!isTypedArray('Uint8Array', bytes)) {
    throw new TypeError(`The header of an IDX file is a Uint8Array; found ${found(bytes)}`);
  }
  checkOptions('decodeIdxHeader', limits, limitNames);
  return parseHeader(bytes, checkedMaxBytes(limits));
}

export function parseHeader(bytes: Uint8Array, maxBytes: number): IdxHeader {
  const headerBytes = headerBytesOf(bytes);
  if (bytes.length < headerBytes) throw truncatedHeader(bytes);
  const dtype = dtypeOfCode(bytes[2]!)!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const shape = Array.from({ length: bytes[3]! }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { dtype, shape, headerBytes, dataBytes: boundedBytes(dtype, shape, maxBytes) };
}

export function truncatedHeader(bytes: Uint8Array): IdxError {
  return new IdxError('truncated', {
    offset: bytes.length,
    found: `${bytes.length} bytes`,
    expected: `a header of ${bytes.length < 4 ? 'at least 8' : headerBytesOf(bytes)} bytes`,
  });
}

/** Each option of `IdxLimits`. */
export const limitNames: Readonly<Record<keyof IdxLimits, true>> = { maxBytes: true };

export function checkedMaxBytes({ maxBytes = defaultMaxBytes }: IdxLimits): number {
  if (Number.isSafeInteger(maxBytes) && maxBytes > 0) return maxBytes;
  throw new RangeError(`maxBytes is a positive integer; found ${found(maxBytes)}`);
}

function boundedBytes(dtype: IdxDtype, shape: readonly number[], maxBytes: number): number {
  // A zero anywhere makes the array empty, however large the product of the other dimensions.
  if (shape.includes(0)) return 0;
  // A factor is below 2^32 and the product at most 2^53 before it, so a double never overflows and never
  // hides an excess.
  let bytes: number = dtypes[dtype].bytesPerElement;
  for (const [axis, size] of shape.entries()) {
    bytes *= size;
    if (bytes > maxBytes) {
      throw new IdxError('too-large', {
        offset: 4 + 4 * axis,
        found: `${dtype} of shape [${shape.join(', ')}]`,
        expected: `at most ${maxBytes} bytes`,
      });
    }
  }
  return bytes;
}

function describeStart(bytes: Uint8Array): string {
  if (isGzip(bytes)) return '0x1f 0x8b (gzip: readIdx inflates it)';
  const start = Array.from(bytes.subarray(0, 4), hex).join(' ');
  return bytes[0] === 0x3c ? `${start} (text that begins with "<")` : start;
}

/** Whether `bytes` begin with the magic bytes of gzip (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

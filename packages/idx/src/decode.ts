import { checkOptions, found, isTypedArray } from '@atelier/checks';
import type { IdxArray } from './dtype.ts';
import { dtypes } from './dtype.ts';
import { IdxError } from './error.ts';
import { checkedMaxBytes, limitNames, parseHeader } from './header.ts';
import type { IdxHeader, IdxLimits } from './header.ts';

/**
 * Decodes a plain (uncompressed) IDX file in memory. For one-byte types `data` is a view of
 * `bytes`, not a copy; wider elements are copied into this machine's byte order.
 *
 * @throws TypeError for what is not bytes, or an unknown option
 * @throws RangeError for a limit that is not a positive integer
 * @throws IdxError `bad-magic`, `unknown-dtype`, `bad-rank`, `too-large`, `truncated`, `trailing-bytes`
 */
export function decodeIdx(bytes: Uint8Array | ArrayBuffer, limits: IdxLimits = {}): IdxArray {
  const content = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
  if (!isTypedArray('Uint8Array', content)) {
    throw new TypeError(`An IDX file is a Uint8Array or an ArrayBuffer; found ${found(bytes)}`);
  }
  checkOptions('decodeIdx', limits, limitNames);
  return decodePlain(content, checkedMaxBytes(limits));
}

/** An array of a plain file's content, which is not changed. */
export function decodePlain(content: Uint8Array, maxBytes: number): IdxArray {
  const header = parseHeader(content, maxBytes);
  checkLength(content.length, header);
  if (dtypes[header.dtype].bytesPerElement === 1) return arrayOver(content, header);
  const copy = contentBuffer(header);
  copy.set(content);
  return takeContent(copy, header);
}

/**
 * Makes an array of `content`, whose elements it overwrites where the byte order differs: it must belong to
 * the caller.
 */
export function takeContent(content: Uint8Array, header: IdxHeader): IdxArray {
  const { bytesPerElement } = dtypes[header.dtype];
  if (bytesPerElement > 1 && littleEndian) {
    reverseElements(content.subarray(header.headerBytes), bytesPerElement);
  }
  return arrayOver(content, header);
}

/** A buffer for a file with this header, offset so that its elements are aligned for any type. */
export function contentBuffer({ headerBytes, dataBytes }: IdxHeader): Uint8Array<ArrayBuffer> {
  const padding = -headerBytes & 7;
  return new Uint8Array(new ArrayBuffer(padding + headerBytes + dataBytes), padding);
}

export function checkLength(length: number, { headerBytes, dataBytes }: IdxHeader): void {
  const expected = headerBytes + dataBytes;
  if (length === expected) return;
  throw new IdxError(length < expected ? 'truncated' : 'trailing-bytes', {
    offset: Math.min(length, expected),
    found: `${length} bytes`,
    expected: `${expected} bytes`,
  });
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function reverseElements(bytes: Uint8Array, bytesPerElement: number): void {
  for (let start = 0; start < bytes.length; start += bytesPerElement) {
    for (let low = start, high = start + bytesPerElement - 1; low < high; low++, high--) {
      const byte = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = byte;
    }
  }
}

function arrayOver(content: Uint8Array, { dtype, shape, headerBytes, dataBytes }: IdxHeader): IdxArray {
  const { buffer } = content;
  const offset = content.byteOffset + headerBytes;
  const length = dataBytes / dtypes[dtype].bytesPerElement;
  switch (dtype) {
    case 'u8':
      return { dtype, shape, data: new Uint8Array(buffer, offset, length) };
    case 'i8':
      return { dtype, shape, data: new Int8Array(buffer, offset, length) };
    case 'i16':
      return { dtype, shape, data: new Int16Array(buffer, offset, length) };
    case 'i32':
      return { dtype, shape, data: new Int32Array(buffer, offset, length) };
    case 'f32':
      return { dtype, shape, data: new Float32Array(buffer, offset, length) };
    case 'f64':
      break;
  }
  return { dtype, shape, data: new Float64Array(buffer, offset, length) };
}

import { isGray } from './is-gray.ts';
import type { DecodedPicture } from './picture-decoder.ts';

/** The largest picture that is opened, in pixels. */
export const maxPixels = 50_000_000;

/** Whether bytes begin as a BMP file does. */
export function isBmp(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x4d && bytes.length > 26;
}

/** A mask of 32 bits for each of red, green, blue and alpha. */
type Masks = readonly [number, number, number, number];

/**
 * Decodes a BMP file without compression: 1, 4 and 8 bits with a palette, 16, 24 and 32 bits with or without masks. libvips,
 * as it comes with `sharp`, has no reader for them.
 *
 * @throws RangeError with the reason
 */
export function decodeBmp(bytes: Uint8Array): DecodedPicture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint32(14, true);
  const isOld = headerBytes === 12;
  if (!isOld && headerBytes < 40) throw new RangeError(`a BMP header of ${headerBytes} bytes at byte 14`);
  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = isOld ? view.getUint16(20, true) : view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  const bits = view.getUint16(isOld ? 24 : 28, true);
  const compression = isOld ? 0 : view.getUint32(30, true);
  if (width < 1 || height < 1 || width * height > maxPixels) {
    throw new RangeError(`a BMP picture of ${width}x${height} at byte 18, at most ${maxPixels} pixels`);
  }
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new RangeError(`a BMP picture of ${bits} bits a pixel`);
  if (compression !== 0 && compression !== 3 && compression !== 6) {
    throw new RangeError(
      `a BMP picture compressed by method ${compression} at byte 30; only plain ones are read`,
    );
  }
  const start = view.getUint32(10, true);
  const rowBytes = 4 * Math.ceil((width * bits) / 32);
  if (start + rowBytes * height > bytes.length) {
    throw new RangeError(
      `a BMP picture of ${start + rowBytes * height} bytes that ends at byte ${bytes.length}`,
    );
  }
  const data = new Uint8Array(4 * width * height);
  const pixel = pixelReader(view, { bits, compression, headerBytes, isOld, start });
  for (let row = 0; row < height; row++) {
    // Rows go from the bottom up, unless the height is negative.
    const from = start + rowBytes * (signedHeight > 0 ? height - 1 - row : row);
    for (let column = 0; column < width; column++) pixel(from, column, data, 4 * (row * width + column));
  }
  return { data, width, height, channels: isGray(data) ? 1 : 3 };
}

interface BmpHeader {
  readonly bits: number;
  readonly compression: number;
  readonly headerBytes: number;
  readonly isOld: boolean;
  readonly start: number;
}

type ReadPixel = (row: number, column: number, into: Uint8Array, to: number) => void;

function pixelReader(view: DataView, header: BmpHeader): ReadPixel {
  const { bits, headerBytes, isOld, start } = header;
  if (bits <= 8) {
    const entry = isOld ? 3 : 4;
    const palette = 14 + headerBytes;
    return (row, column, into, to) => {
      const bit = column * bits;
      const byte = view.getUint8(row + (bit >> 3));
      const index = (byte >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
      const at = palette + entry * index;
      if (at + 3 > start) throw new RangeError(`a BMP picture with colour ${index}, which its palette lacks`);
      for (let channel = 0; channel < 3; channel++) into[to + channel] = view.getUint8(at + 2 - channel);
      into[to + 3] = 255;
    };
  }
  if (bits === 24) {
    return (row, column, into, to) => {
      for (let channel = 0; channel < 3; channel++)
        into[to + channel] = view.getUint8(row + 3 * column + 2 - channel);
      into[to + 3] = 255;
    };
  }
  const masks = masksOf(view, header);
  return (row, column, into, to) => {
    const value =
      bits === 16 ? view.getUint16(row + 2 * column, true) : view.getUint32(row + 4 * column, true);
    for (const [channel, mask] of masks.entries())
      into[to + channel] = mask === 0 ? 255 : scaled(value, mask);
  };
}

function masksOf(view: DataView, { bits, compression, headerBytes }: BmpHeader): Masks {
  if (compression === 0) return bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0];
  const mask = (at: number): number => view.getUint32(54 + at, true);
  const hasAlpha = compression === 6 || headerBytes >= 56;
  return [mask(0), mask(4), mask(8), hasAlpha ? mask(12) : 0];
}

/** The bits of a mask as a byte. */
function scaled(value: number, mask: number): number {
  const low = mask & -mask;
  const most = (mask >>> 0) / (low >>> 0);
  return Math.round((255 * (((value & mask) >>> 0) / (low >>> 0))) / most);
}

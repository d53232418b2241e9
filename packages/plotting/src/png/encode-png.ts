import { deflate } from '#deflate';
import type { Picture } from '../picture.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** PNG's colour types by number of channels. */
const COLOUR_TYPE = { 1: 0, 3: 2, 4: 6 } as const;

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/** A picture as a PNG file: 8 bits per channel, no filter. */
export function encodePng(picture: Picture): Uint8Array {
  return pngFile(picture, deflate(pngRows(picture)));
}

/** The bytes that a PNG file packs. */
export function pngRows({ width, height, channels, pixels }: Picture): Uint8Array {
  const rowBytes = width * channels;
  if (pixels.length !== rowBytes * height) {
    throw new RangeError(`picture: ${pixels.length} bytes for ${height}x${width}x${channels}`);
  }
  // Each row starts with the number of its filter: 0, none.
  const rows = new Uint8Array((rowBytes + 1) * height);
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  }
  return rows;
}

/** A picture's file, of its packed rows. */
export function pngFile(
  { width, height, channels }: Omit<Picture, 'pixels'>,
  packed: Uint8Array,
): Uint8Array {
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, COLOUR_TYPE[channels], 0, 0, 0], 8);
  const parts = [chunk('IHDR', head), chunk('IDAT', packed), chunk('IEND', new Uint8Array(0))];
  const file = new Uint8Array(SIGNATURE.length + parts.reduce((sum, part) => sum + part.length, 0));
  file.set(SIGNATURE);
  let offset = SIGNATURE.length;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}

/** Length, type, data, and the checksum of type and data. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let index = 0; index < 4; index++) bytes[4 + index] = type.charCodeAt(index);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** The picture as a `data:` URL. */
export function pngDataUri(picture: Picture): string {
  let binary = '';
  for (const byte of encodePng(picture)) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}

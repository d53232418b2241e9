import { crc32, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { nodeDecoder } from './node-decoder.ts';

/** A gray PNG file that says its size, with as many bytes of pixels as there are. */
function png(width: number, height: number, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  const chunks = [
    ['IHDR', header],
    ['IDAT', deflateSync(pixels)],
    ['IEND', Buffer.alloc(0)],
  ] as const;
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return new Uint8Array(Buffer.concat([signature, ...chunks.map(([name, data]) => chunk(name, data))]));
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}

test('a picture says its size and its channels', async () => {
  expect(await nodeDecoder.measure(png(3, 2, new Uint8Array(8)))).toEqual({
    width: 3,
    height: 2,
    channels: 1,
  });
});

test.each([
  [8_600_000, 4],
  [4, 8_600_000],
])('a few bytes that claim %i x %i pixels are refused before any is decoded', async (width, height) => {
  const message = `a picture of ${width}x${height}; at most 65535 pixels a side`;
  await expect(nodeDecoder.measure(png(width, height, new Uint8Array(8)))).rejects.toThrow(message);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { readImage } from './read-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A square in the middle third of a ground of 9 x 9 pixels, RGBA. */
function square(ink: readonly number[], ground: readonly number[]): Buffer {
  const inside = (at: number): boolean => at >= 3 && at < 6;
  return Buffer.from(
    Array.from({ length: 81 }, (_, i) => (inside(i % 9) && inside(Math.floor(i / 9)) ? ink : ground)).flat(),
  );
}

async function save(name: string, pixels: Buffer, change = (picture: Sharp) => picture): Promise<string> {
  const path = join(folder, name);
  await change(sharp(pixels, { raw: { width: 9, height: 9, channels: 4 } })).toFile(path);
  return path;
}

const white = [255, 255, 255, 255];
const black = [0, 0, 0, 255];
const clear = [0, 0, 0, 0];

describe('readImage', () => {
  test.each([
    ['white ink on black', white, black, false],
    ['black ink on white', black, white, true],
    ['black ink on nothing', black, clear, true],
    ['white ink on nothing', white, clear, false],
  ])('gives bright ink on a dark ground for %s', async (name, ink, ground, inverted) => {
    const { samples, notes } = await readImage(
      await save(`${name}.png`, square(ink, ground)),
      [9, 9, 1],
      undefined,
    );
    expect([samples.images[0], samples.images[4 * 9 + 4]]).toEqual([0, 255]);
    expect(notes).toEqual(
      inverted ? ['inverted, since its background is bright and the model was trained on dark ones'] : [],
    );
  });

  test.each(['png', 'webp', 'gif', 'tiff', 'avif'] as const)('reads %s files alike', async (format) => {
    const path = await save(`square.${format}`, square(white, black), (picture) =>
      picture.toFormat(format, { lossless: true, compression: 'none' }),
    );
    const { samples } = await readImage(path, [9, 9, 1], undefined);
    expect(Buffer.from(samples.images)).toEqual(
      Buffer.from(square(white, black).filter((_, i) => i % 4 === 0)),
    );
  });

  test.each([
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    [
      'a drawing that begins as XML',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    ],
    ['a bitmap of Windows', `BM${'\0'.repeat(60)}`],
    ['a raw picture of libvips', '\u0008\u00F2\u00A6\u00B6'.padEnd(100, '\0')],
    ['a text', 'dear reader'],
  ])('refuses %s, and says which formats are read', async (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content, 'latin1');
    await expect(readImage(path, [9, 9, 1], undefined)).rejects.toThrow(
      /cannot be read as a picture \(PNG, JPEG, WebP, AVIF, GIF, TIFF or BMP\): /,
    );
  });

  test('refuses more pixels than a camera makes', async () => {
    const path = join(folder, 'large.png');
    await sharp({ create: { width: 8000, height: 7000, channels: 3, background: 'black' } })
      .png({ compressionLevel: 1 })
      .toFile(path);
    await expect(readImage(path, [9, 9, 1], undefined)).rejects.toThrow('exceeds pixel limit');
  });

  test('turns a photograph as its EXIF orientation says', async () => {
    const half = Buffer.from(
      Array.from({ length: 81 }, (_, i) => (Math.floor(i / 9) < 4 ? white : black)).flat(),
    );
    // 6: the file's top is the right-hand side of the picture.
    const path = await save('turned.png', half, (picture) => picture.withMetadata({ orientation: 6 }));
    const { samples } = await readImage(path, [9, 9, 1], undefined);
    expect(Array.from(samples.images.subarray(0, 9))).toEqual([0, 0, 0, 0, 0, 255, 255, 255, 255]);
  });

  test('gives a model of colours three channels', async () => {
    const path = await save('red.png', square([255, 0, 0, 255], black));
    const { samples } = await readImage(path, [9, 9, 3], undefined);
    expect(samples.images).toHaveLength(9 * 9 * 3);
    expect(Array.from(samples.images.subarray((4 * 9 + 4) * 3, (4 * 9 + 4) * 3 + 3))).toEqual([255, 0, 0]);
  });
});

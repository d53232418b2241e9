import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { RandomStream } from '@atelier/random';
import { UsageError } from 'cli/errors';
import { readImage } from 'cli/read-image';
import sharp, { type Sharp } from 'sharp';
import { mutateBytes, pick } from '../mutate.ts';
import { Finding, refusedOrAnswered, type Target } from '../target.ts';

/** Picture files given to `predict`: PNG, JPEG, and others by mistake. */
export const image: Target = {
  async prepare(folder) {
    const raw = (channels: 3 | 4, size = 20): Sharp =>
      sharp(Buffer.alloc(size * size * channels, 90), { raw: { width: size, height: size, channels } });
    const examples = await Promise.all([
      raw(3).png().toBuffer(),
      raw(4).toColourspace('rgb16').png({ progressive: true }).toBuffer(),
      raw(3).toColourspace('cmyk').jpeg().toBuffer(),
      raw(3).toColourspace('b-w').jpeg().toBuffer(),
      raw(3).tiff().toBuffer(),
      sharp(Buffer.alloc(20 * 100 * 3, 90), { raw: { width: 20, height: 100, channels: 3, pageHeight: 20 } })
        .gif()
        .toBuffer(),
      raw(4).png().toBuffer(),
      raw(3).png({ palette: true }).toBuffer(),
      raw(3).jpeg().toBuffer(),
      raw(3).jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
      raw(3).webp().toBuffer(),
      raw(3).gif().toBuffer(),
      // A few hundred bytes that unpack to many megapixels.
      raw(3, 3000).png({ compressionLevel: 9 }).toBuffer(),
    ]);
    const vectors = [
      '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="9" height="9"/></svg>',
      '<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"/>',
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
      `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${'bcdefghi'
        .split('')
        .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefgh'[i]};`.repeat(10)}">`)
        .join('')}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&i;</text></svg>`,
    ].map((text) => Buffer.from(text));
    const path = join(folder, 'picture');
    return async (random) => {
      const example = pick(random, [...examples, ...vectors]);
      const damaged = damagedPicture(random, example);
      writeFileSync(path, damaged);
      const channels = pick(random, [1, 3] as const);
      const read = await refusedOrAnswered(
        () => readImage(path, [28, 28, channels], undefined),
        [UsageError],
      );
      if (read && read.samples.images.length !== 28 * 28 * channels) {
        throw new Finding(`A picture of 28x28x${channels} has ${read.samples.images.length} bytes`);
      }
    };
  },
};

/** Where a PNG has its width and height. */
const pngSizes = [16, 20];

function damagedPicture(random: RandomStream, whole: Buffer): Uint8Array {
  switch (random.below(10)) {
    case 0:
      return whole;
    case 1:
      return whole.subarray(0, random.below(whole.length + 1));
    case 2: {
      const sized = Buffer.from(whole);
      if (sized.length < 33 || sized[0] !== 0x89) return sized;
      for (const at of pngSizes)
        sized.writeUInt32BE(pick(random, [0, 1, 20, 7000, 30_000, 2 ** 31 - 1, 2 ** 32 - 1]), at);
      // With a valid header checksum, so that its sizes are accepted.
      sized.writeUInt32BE(crc32(sized.subarray(12, 29)), 29);
      return sized;
    }
    default:
      return mutateBytes(random, whole);
  }
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
    ].map((text) => Buffer.from(text));
    const path = join(folder, 'picture');
    return async (random) => {
      const example = pick(random, [...examples, ...vectors]);
      const damaged = random.below(10) === 0 ? example : mutateBytes(random, example);
      writeFileSync(path, damaged);
      const channels = pick(random, [1, 3] as const);
      const read = await refusedOrAnswered(() => readImage(path, [28, 28, channels]), [UsageError]);
      if (read && read.samples.images.length !== 28 * 28 * channels) {
        throw new Finding(`A picture of 28x28x${channels} has ${read.samples.images.length} bytes`);
      }
    };
  },
};

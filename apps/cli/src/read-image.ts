import { existsSync, statSync } from 'node:fs';
import type { Samples } from '@atelier/training';
import { oneLine, UsageError } from './errors.ts';
import { userPath } from './paths.ts';

/** An image file as a model takes it. */
export interface ReadImage {
  readonly samples: Samples;
  /** What was done to the picture, for the user to know. */
  readonly notes: readonly string[];
}

/** The largest picture that is opened, in pixels: 50 megapixels are what cameras make, and take 400 MB to read. */
const maxPixels = 50_000_000;

/**
 * Reads a picture and makes it what the model was trained on: of the model's size, gray or colour, bright on a dark
 * background.
 *
 * @param shape `[height, width, channels]` of the model's images
 * @throws UsageError when the file is missing or no picture
 */
export async function readImage(typed: string, shape: readonly [number, number, number]): Promise<ReadImage> {
  const path = userPath(typed);
  if (!existsSync(path) || !statSync(path).isFile()) throw new UsageError(`There is no image file ${path}`);
  const [height, width, channels] = shape;
  const { default: sharp } = await import('sharp');
  const notes: string[] = [];
  try {
    const picture = sharp(path, { limitInputPixels: maxPixels });
    const metadata = await picture.metadata();
    // EXIF orientation 5 to 8 swaps the sides; `rotate` applies it.
    const { width: fileWidth, height: fileHeight } = metadata.autoOrient ?? metadata;
    if (fileWidth !== width || fileHeight !== height) {
      notes.push(`resized from ${fileWidth}x${fileHeight} to ${width}x${height}`);
    }
    const { data } = await picture
      .rotate()
      .flatten({ background: metadata.hasAlpha ? '#000' : '#fff' })
      .resize(width, height, { fit: 'contain', background: await borderColour(path) })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const images = new Uint8Array(data);
    if (borderMean(images, height, width, channels) > 127) {
      for (let i = 0; i < images.length; i++) images[i] = 255 - images[i]!;
      notes.push('inverted, since its background is bright and the model knows dark ones');
    }
    return { samples: { images, count: 1, height, width, channels }, notes };
  } catch (cause) {
    throw new UsageError(`${path} cannot be read as a picture: ${oneLine(cause)}`, { cause });
  }
}

/** The colour that a picture which is not square is padded with: that of its first pixel. */
async function borderColour(path: string): Promise<{ r: number; g: number; b: number }> {
  const { default: sharp } = await import('sharp');
  const [r = 0, g = 0, b = 0] = await sharp(path, { limitInputPixels: maxPixels })
    .flatten({ background: '#000' })
    .extract({ left: 0, top: 0, width: 1, height: 1 })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  return { r, g, b };
}

function borderMean(images: Uint8Array, height: number, width: number, channels: number): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (y > 0 && y < height - 1 && x > 0 && x < width - 1) continue;
      for (let channel = 0; channel < channels; channel++)
        sum += images[(y * width + x) * channels + channel]!;
      count += channels;
    }
  }
  return sum / count;
}

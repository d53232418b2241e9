import { existsSync, statSync } from 'node:fs';
import type sharp from 'sharp';
import { fitPicture, longestSide } from '@atelier/datasets';
import type { Samples } from '@atelier/training';
import { oneLine } from '@atelier/runs';
import { UsageError } from './errors.ts';
import { userPath } from './paths.ts';

/** An image file as a model takes it. */
export interface ReadImage {
  readonly samples: Samples;
  /** What was done to the picture, for the user. */
  readonly notes: readonly string[];
}

/** Supported formats, by libvips' names of its readers. Others, such as SVG with its entities and fonts, are not opened at all. */
const readers: Readonly<Record<string, string>> = {
  PNG: 'VipsForeignLoadPng',
  JPEG: 'VipsForeignLoadJpeg',
  WebP: 'VipsForeignLoadWebp',
  AVIF: 'VipsForeignLoadHeif',
  GIF: 'VipsForeignLoadNsgif',
  TIFF: 'VipsForeignLoadTiff',
};

/** `PNG, JPEG, WebP, AVIF, GIF or TIFF` */
export const pictureFormats: string = Object.keys(readers)
  .join(', ')
  .replace(/, (?=\w+$)/, ' or ');

/** The longest that decoding may take. */
const maxSeconds = 10;

/** The largest picture that is opened, in pixels: 50 megapixels are what cameras make, and take 400 MB to read. */
const maxPixels = 50_000_000;

/**
 * Reads a picture and converts it to what the model was trained on: the model's size, gray or colour, bright on a dark
 * background.
 *
 * @param shape `[height, width, channels]` of the model's images
 * @throws UsageError when the file is missing or not a picture
 */
export async function readImage(typed: string, shape: readonly [number, number, number]): Promise<ReadImage> {
  const path = userPath(typed);
  if (!existsSync(path) || !statSync(path).isFile()) throw new UsageError(`There is no image file ${path}`);
  const [height, width, channels] = shape;
  const open = await sharpReaders();
  const notes: string[] = [];
  try {
    const file = open(path, { limitInputPixels: maxPixels });
    const metadata = await file.metadata();
    // Applies its EXIF orientation.
    const { width: fileWidth, height: fileHeight } = metadata.autoOrient ?? metadata;
    if (fileWidth !== width || fileHeight !== height) {
      notes.push(`resized from ${fileWidth}x${fileHeight} to ${width}x${height}`);
    }
    const { data, info } = await file
      .timeout({ seconds: maxSeconds })
      .rotate()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { pixels, inverted } = fitPicture({ data, width: info.width, height: info.height }, shape);
    if (inverted)
      notes.push('inverted, since its background is bright and the model was trained on dark ones');
    return { samples: { images: pixels, count: 1, height, width, channels }, notes };
  } catch (cause) {
    throw new UsageError(`${path} cannot be read as a picture (${pictureFormats}): ${oneLine(cause)}`, {
      cause,
    });
  }
}

/** `sharp` with the {@link readers} only. */
async function sharpReaders(): Promise<typeof sharp> {
  const { default: library } = await import('sharp');
  library.block({ operation: ['VipsForeignLoad'] });
  library.unblock({ operation: Object.values(readers) });
  return library;
}

import { existsSync, statSync } from 'node:fs';
import type sharp from 'sharp';
import { fitPicture, longestSide, type Picture, type Placement, placePicture } from '@atelier/datasets';
import type { Samples } from '@atelier/training';
import { oneLine } from '@atelier/runs';
import { UsageError } from './errors.ts';
import { userPath } from './paths.ts';

/** An image file as a model takes it. */
export interface ReadImage {
  readonly samples: Samples;
  /** What was done to the picture, for the user. */
  readonly notes: readonly string[];
  /** Whether there is nothing to see. */
  readonly blank: boolean;
  /** How far it is from the training pictures: 1 is as far as the farthest 8 in 1,000 of them. */
  readonly strangeness?: number;
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
 * Reads a picture and places it as the model's training pictures were.
 *
 * @param shape `[height, width, channels]` of the model's images
 * @param placement of the training pictures; without it, a picture is scaled to the model's size, bright on a dark background
 * @throws UsageError when the file is missing or not a picture
 */
export async function readImage(
  typed: string,
  shape: readonly [number, number, number],
  placement: Placement | undefined,
): Promise<ReadImage> {
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
    const decoded: Picture = { data, width: info.width, height: info.height };
    const placed = placement && placePicture(decoded, shape, placement);
    const { pixels, inverted } = placed ?? fitPicture(decoded, shape);
    if (placed?.moved === true) notes.push('its object was cut out and placed as in the training pictures');
    if (inverted) {
      const [own, others] = (placement?.brighter ?? true) ? ['bright', 'dark'] : ['dark', 'bright'];
      notes.push(`inverted, since its background is ${own} and the model was trained on ${others} ones`);
    }
    if (placed?.strengthened === true) notes.push('its contrast was raised to that of the training pictures');
    if (placed?.cluttered === true) {
      notes.push('taken as a whole: it has no plain background, unlike the training pictures');
    }
    return {
      samples: { images: pixels, count: 1, height, width, channels },
      notes,
      blank: placed?.blank ?? false,
      ...(placed?.strangeness !== undefined && { strangeness: placed.strangeness }),
    };
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

import type sharp from 'sharp';
import { decodeBmp, isBmp, maxPixels } from './decode-bmp.ts';
import { isGray } from './is-gray.ts';
import { type PictureDecoder, SlowPictureError } from './picture-decoder.ts';

/** Supported formats, by libvips' names of its readers. Others, such as SVG with its entities and fonts, are not opened at all. */
const readers: Readonly<Record<string, string>> = {
  PNG: 'VipsForeignLoadPng',
  JPEG: 'VipsForeignLoadJpeg',
  WebP: 'VipsForeignLoadWebp',
  AVIF: 'VipsForeignLoadHeif',
  GIF: 'VipsForeignLoadNsgif',
  TIFF: 'VipsForeignLoadTiff',
};

/** `PNG, JPEG, WebP, AVIF, GIF, TIFF or BMP` */
export const pictureFormats: string = `${Object.keys(readers).join(', ')} or BMP`;

/** The longest that decoding may take, by the clock on the wall. */
const maxSeconds = 10;

/** What a JPEG file can say. A reader works in rows, so a few bytes that claim millions of pixels a row would keep it busy. */
const mostSide = 65_535;

/** Many gray pictures are stored in colours: whether a picture has some is seen when it is this small. */
const glanceSide = 64;

/** Decodes pictures with `sharp`, turned as their EXIF orientation says; of animations the first frame. */
export const nodeDecoder: PictureDecoder = {
  async measure(bytes) {
    if (isBmp(bytes)) return decodeBmp(bytes);
    const open = await sharpReaders();
    const metadata = await open(bytes, { limitInputPixels: maxPixels }).metadata();
    const { width, height } = metadata.autoOrient;
    if (Math.max(width, height) > mostSide) {
      throw new RangeError(`a picture of ${width}x${height}; at most ${mostSide} pixels a side`);
    }
    if (metadata.channels < 3) return { width, height, channels: 1 };
    return { width, height, channels: isGray((await nodeDecoder.decode(bytes, glanceSide)).data) ? 1 : 3 };
  },
  async decode(bytes, longestSide) {
    if (isBmp(bytes)) return decodeBmp(bytes);
    const open = await sharpReaders();
    const { data, info } = await open(bytes, { limitInputPixels: maxPixels })
      .timeout({ seconds: maxSeconds })
      .rotate()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch((error: unknown) => {
        throw isTimeout(error) ? new SlowPictureError(maxSeconds, error) : error;
      });
    return { data, width: info.width, height: info.height };
  },
};

/** Whether it is what libvips says of work that was stopped: `timeout: 42% complete`. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && /\btimeout: \d+% complete/.test(error.message);
}

let library: Promise<typeof sharp> | undefined;

/** `sharp` with the {@link readers} only. */
function sharpReaders(): Promise<typeof sharp> {
  library ??= import('sharp').then(({ default: loaded }) => {
    loaded.block({ operation: ['VipsForeignLoad'] });
    loaded.unblock({ operation: Object.values(readers) });
    // Each picture is read once, and several are decoded at a time.
    loaded.cache(false);
    return loaded;
  });
  return library;
}

import { checkObject, found, isTypedArray } from '@atelier/checks';

/** One image: 8-bit values `[height, width, channels]` in row order. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1: gray, 3: RGB, 4: RGB with alpha. */
  readonly channels: 1 | 3 | 4;
  /** `[height, width, channels]`, 0–255. */
  readonly pixels: Uint8Array;
}

/** Several images of one size: bytes `[count, height, width, channels]`. */
export interface Images {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
  /** 1: gray, 3: RGB. */
  readonly channels: number;
}

/**
 * The number of images that `images.pixels` holds.
 *
 * @throws RangeError when the bytes don't fit the shape
 */
export function countImages(images: Images): number {
  checkObject('images', images, 'pixels, height, width and channels');
  const { width, height, channels, pixels } = images;
  if (!isTypedArray('Uint8Array', pixels)) {
    throw new TypeError(`images.pixels is a Uint8Array; found ${found(pixels)}`);
  }
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(`images have ${channels} channels; 1 (gray) or 3 (RGB) can be drawn`);
  }
  const size = width * height * channels;
  if (!Number.isSafeInteger(size) || size <= 0 || pixels.length % size !== 0) {
    throw new RangeError(
      `images: ${pixels.length} bytes are not a whole number of ${height}x${width}x${channels} images`,
    );
  }
  return pixels.length / size;
}

/** The image at `index`, without copying. */
export function pictureAt(images: Images, index: number): Picture {
  const count = countImages(images);
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new RangeError(`image ${index} was asked for; there are ${count}`);
  }
  const { width, height } = images;
  const channels = images.channels === 3 ? 3 : 1;
  const size = width * height * channels;
  return { width, height, channels, pixels: images.pixels.subarray(index * size, (index + 1) * size) };
}

import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { oneLine } from '@atelier/checks';
import {
  fitPicture,
  longestSide,
  nodeDecoder,
  pictureFormats,
  type Placement,
  placePicture,
} from '@atelier/datasets';
import type { Samples } from '@atelier/training';
import { UsageError } from './errors.ts';
import { userPath } from './paths.ts';

/** An image file as a model takes it. */
export interface ReadImage {
  readonly samples: Samples;
  /** What was done to the picture, for the user. */
  readonly notes: readonly string[];
  /** Whether there is nothing to see. */
  readonly blank: boolean;
  /** How far it is from the training pictures: 1 is as far as the farthest 6 in 1,000 of them. */
  readonly strangeness?: number;
}

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
  const notes: string[] = [];
  try {
    const bytes = new Uint8Array(await readFile(path));
    const { width: fileWidth, height: fileHeight } = await nodeDecoder.measure(bytes);
    if (fileWidth !== width || fileHeight !== height) {
      notes.push(`resized from ${fileWidth}x${fileHeight} to ${width}x${height}`);
    }
    const decoded = await nodeDecoder.decode(bytes, longestSide);
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

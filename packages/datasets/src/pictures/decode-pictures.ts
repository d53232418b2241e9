import { listed } from '@atelier/checks';
import { damaged, DatasetError, mismatched } from '../error.ts';
import type { ReadOptions } from '../formats/format.ts';
import type { ImageShape } from '../formats/image-shape.ts';
import type { GivenFile } from '../given/given.ts';
import { readWhole } from '../given/read-whole.ts';
import { sha256, subtleCrypto } from '../sha256.ts';
import { inParallel } from './in-parallel.ts';
import { framePicture } from './frame-picture.ts';
import { type PictureSize, SlowPictureError } from './picture-decoder.ts';
import { type DecodedPictures, packPictures, unpackPictures } from './packed-pictures.ts';
import { shapeNotes, usualShape } from './usual-shape.ts';

/** The largest picture file, in bytes. */
const mostFileBytes = 2 ** 27;

/** A larger picture may be made smaller while it is decoded, to this many times the longest side of an image. */
const oversize = 4;

/** Changes when other images are made of the same files: the cache has those of earlier versions. */
export const imagesVersion = 2;

/** What is known of a picture; `undefined` if it can't be read. */
type Measured = (PictureSize & { readonly sha256: string }) | undefined;

/** Why a picture is left out. */
interface Fault {
  readonly reason: string;
  /** Whether the picture may be whole: the machine was busy, or did not let it be read. */
  readonly mayPass: boolean;
}

/**
 * Decodes pictures to images of one shape, which is the most frequent or what the user says. The cache keeps them by the content of
 * the files, and knows unchanged files by their stamps; nothing is kept where a picture that is left out may be whole.
 *
 * @throws DatasetError when none can be read, the images would be too large, or other channels than 1 or 3 are asked for
 */
export async function decodePictures(
  files: readonly GivenFile[],
  location: string,
  options: ReadOptions,
): Promise<DecodedPictures> {
  const { cache, channels } = options;
  if (channels !== undefined && channels !== 1 && channels !== 3) {
    throw mismatched(
      location,
      `pictures, which become images of 1 channel (gray) or 3 (colours); ${channels} are asked for`,
    );
  }
  const stamps = cache && (await stampsKey(files, options));
  const known = stamps === undefined ? undefined : await cache?.get(stamps);
  const cached = known && (await cache?.get(new TextDecoder().decode(known)));
  if (cached) return unpackPictures(cached);
  const faults = new Map<number, Fault>();
  const measured = await measureAll(files, faults, options);
  if (faults.size === files.length) {
    throw damaged(location, `none of its ${files.length} pictures can be read: ${brokenText(files, faults)}`);
  }
  const shape = usualShape(measured, options);
  const bytes = (files.length - faults.size) * shape[0] * shape[1] * shape[2];
  if (bytes > options.maxBytes) {
    throw mismatched(
      location,
      `${files.length} pictures, which are ${bytes} bytes as ${shape.join('x')}; at most ${options.maxBytes} are read: choose a smaller size, or fewer pictures`,
    );
  }
  const content = cache && (await contentKey(files, measured, shape));
  const same = content === undefined ? undefined : await cache?.get(content);
  const decoded = same ? unpackPictures(same) : await decodeAll(files, measured, shape, faults, options);
  const isLasting = !Array.from(faults.values()).some(({ mayPass }) => mayPass);
  if (cache && content !== undefined && stamps !== undefined && isLasting) {
    if (!same) await cache.set(content, packPictures(decoded));
    await cache.set(stamps, [new TextEncoder().encode(content)]);
  }
  return decoded;
}

async function measureAll(
  files: readonly GivenFile[],
  faults: Map<number, Fault>,
  { decoder, signal, onProgress }: ReadOptions,
): Promise<Measured[]> {
  const subtle = subtleCrypto('The data set');
  const measured = Array.from({ length: files.length }, (): Measured => undefined);
  await inParallel(files, { signal, onProgress, task: 'Looking at pictures' }, async (file, index) => {
    try {
      const bytes = await readWhole(file, mostFileBytes);
      const { width, height, channels } = await decoder.measure(bytes);
      measured[index] = { width, height, channels, sha256: await sha256(bytes, subtle) };
    } catch (error) {
      faults.set(index, faultOf(error));
    }
  });
  return measured;
}

async function decodeAll(
  files: readonly GivenFile[],
  measured: readonly Measured[],
  shape: ImageShape,
  faults: Map<number, Fault>,
  { decoder, signal, onProgress }: ReadOptions,
): Promise<DecodedPictures> {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const images = new Uint8Array(files.length * size);
  const longestSide = oversize * Math.max(height, width);
  await inParallel(files, { signal, onProgress, task: 'Decoding pictures' }, async (file, index) => {
    if (measured[index] === undefined) return;
    try {
      const picture = await decoder.decode(await readWhole(file, mostFileBytes), longestSide);
      framePicture(picture, shape, images.subarray(index * size, (index + 1) * size));
    } catch (error) {
      faults.set(index, faultOf(error));
    }
  });
  if (faults.size === files.length) {
    throw new DatasetError(
      'damaged-file',
      `None of ${files.length} pictures can be decoded: ${brokenText(files, faults)}`,
    );
  }
  const broken = Array.from(faults.keys()).sort((a, b) => a - b);
  const notes = [
    ...shapeNotes(measured, shape),
    ...(broken.length > 0
      ? [
          `${broken.length} of ${files.length} pictures can't be read and are left out: ${brokenText(files, faults)}`,
        ]
      : []),
  ];
  return { images: without(images, broken, size), height, width, channels, broken, notes };
}

/** Moves the images that were decoded together. */
function without(images: Uint8Array, broken: readonly number[], size: number): Uint8Array {
  const gaps = new Set(broken);
  let to = 0;
  for (let index = 0; index * size < images.length; index++) {
    if (gaps.has(index)) continue;
    if (to < index) images.copyWithin(to * size, index * size, (index + 1) * size);
    to++;
  }
  return images.subarray(0, to * size);
}

/** The most broken pictures that a message names. */
const mostNamed = 3;

function brokenText(files: readonly GivenFile[], faults: ReadonlyMap<number, Fault>): string {
  const named = Array.from(faults.keys())
    .sort((a, b) => a - b)
    .map((index, at) => `${files[index]!.path}${at === 0 ? ` (${faults.get(index)?.reason})` : ''}`);
  return listed(named, mostNamed);
}

function faultOf(error: unknown): Fault {
  const text = error instanceof Error ? error.message : String(error);
  const reason = text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
  const isUnreadable = error instanceof DatasetError && error.code === 'unreadable-file';
  return { reason, mayPass: isUnreadable || error instanceof SlowPictureError };
}

/** A key of the files' stamps; `undefined` where they have none. */
async function stampsKey(
  files: readonly GivenFile[],
  { size, largestSide, channels }: ReadOptions,
): Promise<string | undefined> {
  const stamps: string[] = [];
  for (const file of files) {
    if (!file.stamp) return undefined;
    stamps.push(`${file.path}\0${file.stamp()}`);
  }
  return keyOf(['stamps', imagesVersion, size ?? null, largestSide ?? null, channels ?? null, stamps]);
}

function contentKey(
  files: readonly GivenFile[],
  measured: readonly Measured[],
  shape: ImageShape,
): Promise<string> {
  const hashes = files.map(({ path }, index) => `${path}\0${measured[index]?.sha256}`);
  return keyOf(['content', imagesVersion, shape, hashes]);
}

function keyOf(value: readonly unknown[]): Promise<string> {
  return sha256(new TextEncoder().encode(JSON.stringify(value)), subtleCrypto('The data set'));
}

import type { ReadOptions } from '../formats/format.ts';
import type { ImageShape } from '../formats/image-shape.ts';
import type { PictureSize } from './picture-decoder.ts';

/**
 * The shape of images: as the user says, otherwise the most frequent of the pictures, or what that becomes if no side may be longer; of
 * several, the smallest.
 */
export function usualShape(
  pictures: readonly (PictureSize | undefined)[],
  { size, largestSide = Infinity, channels }: Pick<ReadOptions, 'size' | 'largestSide' | 'channels'>,
): ImageShape {
  const sizes = counted(pictures, sizeOf);
  const smallest = (a: string, b: string): number => area(a) - area(b) || (a < b ? -1 : 1);
  const [usual = '1x1'] = mostFrequent(sizes, smallest);
  const [height = 1, width = 1] = size ?? shrunk(usual.split('x').map(Number), largestSide);
  const [usualChannels = 1] = mostFrequent(
    counted(pictures, (picture) => picture.channels),
    (a, b) => a - b,
  );
  return [height, width, channels ?? usualChannels];
}

/** Sides in their proportions, none longer than so many pixels. */
function shrunk(sides: readonly number[], longest: number): number[] {
  const scale = Math.min(1, longest / Math.max(...sides));
  return sides.map((side) => Math.max(1, Math.round(side * scale)));
}

/** What became of pictures of other shapes. */
export function shapeNotes(
  pictures: readonly (PictureSize | undefined)[],
  [height, width, channels]: ImageShape,
): string[] {
  const all = pictures.filter((picture) => picture !== undefined);
  const sizes = counted(all, sizeOf);
  const resized = all.length - (sizes.get(`${height}x${width}`) ?? 0);
  const recoloured = all.filter((picture) => picture.channels !== channels).length;
  const notes: string[] = [];
  if (resized > 0) {
    const kinds = sizes.size === 1 ? 'One size' : `${sizes.size} sizes`;
    notes.push(
      `${kinds} of pictures: ${resized} of ${all.length} became ${height}x${width}, keeping their proportions`,
    );
  }
  if (recoloured > 0) {
    notes.push(
      `${recoloured} of ${all.length} pictures ${channels === 1 ? 'have colours: they became gray' : 'are gray'}`,
    );
  }
  return notes;
}

function sizeOf({ height, width }: PictureSize): string {
  return `${height}x${width}`;
}

function area(size: string): number {
  const [height = 0, width = 0] = size.split('x').map(Number);
  return height * width;
}

function counted<Key>(
  pictures: readonly (PictureSize | undefined)[],
  keyOf: (picture: PictureSize) => Key,
): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const picture of pictures) {
    if (picture) counts.set(keyOf(picture), (counts.get(keyOf(picture)) ?? 0) + 1);
  }
  return counts;
}

/** Keys, the most frequent first, then in `order`. */
function mostFrequent<Key>(counts: ReadonlyMap<Key, number>, order: (a: Key, b: Key) => number): Key[] {
  return Array.from(counts)
    .sort(([a, countA], [b, countB]) => countB - countA || order(a, b))
    .map(([key]) => key);
}

import { RandomStream } from '@atelier/random';
import type { Samples } from '../samples/samples.ts';
import type { Augmentation } from '../settings/augmentation.ts';

/**
 * Writes augmented images `start … end - 1` of some samples. Each is a pure function of (seed, epoch, index), so that
 * neither the order nor the number of calls matters.
 *
 * @param target `[count, height, width, channels]` of all samples; only the range is written
 */
export function augmentImages(
  samples: Samples,
  augmentation: Augmentation,
  { seed, epoch }: { readonly seed: number; readonly epoch: number },
  { start, end }: { readonly start: number; readonly end: number },
  target: Uint8Array,
): void {
  const { images, height, width, channels } = samples;
  const { shift = 0, flip = false, erase = 0 } = augmentation;
  const size = height * width * channels;
  for (let index = start; index < end; index++) {
    const random = new RandomStream(seed, 'augment', epoch, index);
    // All numbers are drawn, used or not, so that one setting does not change what another does.
    const down = random.below(2 * shift + 1) - shift;
    const right = random.below(2 * shift + 1) - shift;
    const mirrored = random.below(2) === 1 && flip;
    const eraseRow = random.below(height) - Math.floor(erase / 2);
    const eraseColumn = random.below(width) - Math.floor(erase / 2);

    const source = images.subarray(index * size, (index + 1) * size);
    const result = target.subarray(index * size, (index + 1) * size);
    for (let row = 0; row < height; row++) {
      const fromRow = row - down;
      for (let column = 0; column < width; column++) {
        const shifted = column - right;
        const fromColumn = mirrored ? width - 1 - shifted : shifted;
        const outside = fromRow < 0 || fromRow >= height || fromColumn < 0 || fromColumn >= width;
        const erased =
          row >= eraseRow && row < eraseRow + erase && column >= eraseColumn && column < eraseColumn + erase;
        const to = (row * width + column) * channels;
        const from = (fromRow * width + fromColumn) * channels;
        for (let channel = 0; channel < channels; channel++) {
          result[to + channel] = outside || erased ? 0 : source[from + channel]!;
        }
      }
    }
  }
}

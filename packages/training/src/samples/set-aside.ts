import { chooseStratified, RandomStream } from '@atelier/random';
import { classAt } from './class-at.ts';
import { replaceFields } from './replace-fields.ts';
import type { Samples } from './samples.ts';

/**
 * Sets a random share of samples aside for validation, stratified by class. Both parts are copies, in the order
 * of the whole; together they hold every sample once. The same as `split` of `@atelier/datasets` with the same seed.
 *
 * @returns also which samples are in the validation part, `[count]` of 0 and 1
 * @param fraction above 0 and below 1, rounded to whole samples
 * @throws RangeError for a fraction out of range, or one that leaves a part empty
 */
export function setAside(
  samples: Samples,
  fraction: number,
  seed: number,
): { readonly training: Samples; readonly validation: Samples; readonly heldOut: Uint8Array } {
  const { count } = samples;
  const size = Math.round(count * fraction);
  if (!(fraction > 0 && fraction < 1) || size === 0 || size === count) {
    throw new RangeError(
      `validation is samples, or a fraction that leaves some of ${count} in both parts; found ${fraction}`,
    );
  }
  const classes = Uint32Array.from({ length: count }, (_, index) => classAt(samples, index));
  const chosen = chooseStratified(classes, size, new RandomStream(seed, 'split'));
  const part = (of: 0 | 1): Samples =>
    gather(
      samples,
      Uint32Array.from(chosen.keys()).filter((index) => chosen[index] === of),
    );
  return { training: part(0), validation: part(1), heldOut: chosen };
}

function gather(samples: Samples, indices: Uint32Array): Samples {
  const { images, labels, targets, height, width, channels, count } = samples;
  return replaceFields(samples, {
    count: indices.length,
    images: rows(
      images,
      indices,
      height * width * channels,
      new Uint8Array(indices.length * height * width * channels),
    ),
    ...(labels && {
      labels:
        labels instanceof Uint8Array
          ? Uint8Array.from(indices, (at) => labels[at]!)
          : Int32Array.from(indices, (at) => labels[at]!),
    }),
    ...(targets && {
      targets: rows(
        targets,
        indices,
        targets.length / count,
        new Float32Array((indices.length * targets.length) / count),
      ),
    }),
  });
}

function rows<Values extends Uint8Array | Float32Array>(
  values: Values,
  indices: Uint32Array,
  length: number,
  into: Values,
): Values {
  for (const [row, index] of indices.entries())
    into.set(values.subarray(index * length, (index + 1) * length), row * length);
  return into;
}

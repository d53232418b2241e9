import type { LabelledImages } from './images.ts';

/** A copy of the samples that are marked with `part`, in their order. */
export function gather(data: LabelledImages, chosen: Uint8Array, part: 0 | 1): LabelledImages {
  const { height, width, channels } = data;
  const imageSize = height * width * channels;
  const count = chosen.reduce((sum, value) => sum + (value === part ? 1 : 0), 0);
  const images = new Uint8Array(count * imageSize);
  const labels = data.labels instanceof Uint8Array ? new Uint8Array(count) : new Int32Array(count);
  let to = 0;
  for (let from = 0; from < data.count; from++) {
    if (chosen[from] !== part) continue;
    images.set(data.images.subarray(from * imageSize, (from + 1) * imageSize), to * imageSize);
    labels[to++] = data.labels[from]!;
  }
  // Of a class, the sizes may be getters, which a spread leaves out.
  return { ...data, images, labels, count, height, width, channels };
}

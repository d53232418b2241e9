import type { LabelledImages } from './images.ts';

/**
 * The samples that are marked with `part`, in their order.
 *
 * @param into memory that their pixels are copied to: where it is that of `data`, which are lost then, nothing more is taken
 */
export function gather(
  data: LabelledImages,
  chosen: Uint8Array,
  part: 0 | 1,
  into?: Uint8Array,
): LabelledImages {
  const { height, width, channels } = data;
  const imageSize = height * width * channels;
  const count = chosen.reduce((sum, value) => sum + (value === part ? 1 : 0), 0);
  const images = into?.subarray(0, count * imageSize) ?? new Uint8Array(count * imageSize);
  const labels = data.labels instanceof Uint8Array ? new Uint8Array(count) : new Int32Array(count);
  const other = part === 0 ? 1 : 0;
  // Samples that lie together are copied together.
  for (let from = chosen.indexOf(part), end = from, to = 0; to < count; from = chosen.indexOf(part, end)) {
    end = chosen.indexOf(other, from);
    if (end < 0) end = data.count;
    images.set(data.images.subarray(from * imageSize, end * imageSize), to * imageSize);
    labels.set(data.labels.subarray(from, end), to);
    to += end - from;
  }
  // Of a class, the sizes may be getters, which a spread leaves out.
  return { ...data, images, labels, count, height, width, channels };
}

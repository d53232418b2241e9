import type { LabelledImages } from '../images.ts';

/**
 * Moves the channels of an image last.
 *
 * @param planes `[channels, height, width]`
 * @param into `[height, width, channels]`
 */
export function channelsLast(planes: Uint8Array, channels: number, into: Uint8Array): void {
  const size = planes.length / channels;
  for (let pixel = 0; pixel < size; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      into[pixel * channels + channel] = planes[channel * size + pixel]!;
    }
  }
}

/** Images whose planes, `[channels, height, width]`, lie one after the other, with their channels last. */
export function withChannelsLast(data: LabelledImages): LabelledImages {
  const { images, count, height, width, channels } = data;
  const size = height * width * channels;
  const moved = new Uint8Array(images.length);
  for (let index = 0; index < count; index++) {
    const [from, to] = [index * size, (index + 1) * size];
    channelsLast(images.subarray(from, to), channels, moved.subarray(from, to));
  }
  return { ...data, images: moved };
}

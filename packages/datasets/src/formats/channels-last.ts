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

import type { Picture } from './picture.ts';

/**
 * A picture whose sides are at most `longest` pixels, smaller by a whole factor; each pixel is the mean of those that it stands for.
 * One that is small enough is returned as it is.
 */
export function shrinkPicture(picture: Picture, longest: number): Picture {
  const { width, height, channels, pixels } = picture;
  const factor = Math.ceil(Math.max(width, height) / longest);
  if (factor <= 1) return picture;
  const size = { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
  const small = new Uint8Array(size.width * size.height * channels);
  for (let row = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++) {
      const [right, bottom] = [Math.min(width, (column + 1) * factor), Math.min(height, (row + 1) * factor)];
      for (let channel = 0; channel < channels; channel++) {
        let [sum, count] = [0, 0];
        for (let y = row * factor; y < bottom; y++) {
          for (let x = column * factor; x < right; x++, count++)
            sum += pixels[(y * width + x) * channels + channel]!;
        }
        small[(row * size.width + column) * channels + channel] = Math.round(sum / count);
      }
    }
  }
  return { ...size, channels, pixels: small };
}

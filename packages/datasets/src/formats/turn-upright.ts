import type { LabelledImages } from '../images.ts';

/** Whether files are of EMNIST, whose images are transposed: nothing but their names tells. */
export function isTransposed(fileName: string): boolean {
  return /^emnist/i.test(fileName);
}

/** What the user is told. */
export const turnedNote = 'EMNIST’s files hold transposed images: they are turned upright';

/** Each image with rows and columns exchanged. */
export function turnUpright(data: LabelledImages): LabelledImages {
  const { images, count, height, width, channels } = data;
  const result = new Uint8Array(images.length);
  const size = height * width * channels;
  let at = 0;
  for (let image = 0; image < count; image++) {
    for (let column = 0; column < width; column++) {
      for (let row = 0; row < height; row++) {
        const from = image * size + (row * width + column) * channels;
        for (let channel = 0; channel < channels; channel++) result[at++] = images[from + channel]!;
      }
    }
  }
  return { ...data, images: result, height: width, width: height };
}

import { decodeIdxHeader } from '@atelier/idx';
import { imagesOf, labelsOf } from './assemble.ts';
import type { DecodedFile } from './assemble.ts';
import { classCount } from './class-count.ts';
import type { LabelledImages } from './images.ts';

/** Who gets the first training samples, and how many, while the rest is on its way. */
export interface OnFirst {
  /** A positive integer. All samples, if there are fewer. */
  readonly count: number;
  /** Called once. Loading rethrows its errors. */
  readonly callback: (train: LabelledImages) => void;
}

/** Waits for all labels and the first images, in whatever order they come. */
export class EarlySamples {
  readonly #wanted: OnFirst;
  #images: DecodedFile | undefined;
  #labels: DecodedFile | undefined;

  constructor(wanted: OnFirst) {
    this.#wanted = wanted;
  }

  /** Records an images file's content so far. */
  images(location: string, content: Uint8Array): void {
    if (this.#images !== undefined) return;
    const { dtype, shape, headerBytes, dataBytes } = decodeIdxHeader(content, {
      maxBytes: Number.MAX_SAFE_INTEGER,
    });
    const [total = 0, ...image] = shape;
    const count = Math.min(this.#wanted.count, total);
    const end = headerBytes + (dataBytes / total) * count;
    // The check of the whole file reports what is not an array of pixels.
    if (dtype !== 'u8' || dataBytes === 0 || content.length < end) return;
    const data = content.subarray(headerBytes, end);
    this.#images = { location, array: { dtype, shape: [count, ...image], data } };
    this.#tell();
  }

  labels(file: DecodedFile): void {
    this.#labels = file;
    this.#tell();
  }

  #tell(): void {
    if (this.#images === undefined || this.#labels === undefined) return;
    const images = imagesOf(this.#images);
    const labels = labelsOf(this.#labels);
    // The check of the whole file reports too few labels. Where labels have gaps, they will be others in the end.
    if (labels.length < images.count || new Set(labels).size !== classCount(labels)) return;
    this.#wanted.callback({ ...images, labels: labels.subarray(0, images.count) });
  }
}

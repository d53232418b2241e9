import { type LabelledImages, toCategorical } from '@atelier/datasets/browser';
import type { LossName, Samples } from '@atelier/training';

/** Images with what a loss learns from: their labels, or one-hot rows made of them. */
export function samplesFor<Images extends LabelledImages>(
  loss: LossName,
  images: Images,
  classes: number,
): Images & Samples {
  return loss === 'categoricalCrossentropy'
    ? { ...images, targets: toCategorical(images.labels, classes) }
    : images;
}

/**
 * Losses, each computed from logits when the model's last layer is a softmax (or a sigmoid, for the binary one),
 * so that a probability of 1e-30 still has its right gradient:
 *
 * - `sparseCategoricalCrossentropy`: class indices; `-log softmax(logits)[label]`.
 * - `categoricalCrossentropy`: targets `[count, classes]`, one-hot or soft; `-sum(target * log softmax(logits))`.
 * - `binaryCrossentropy`: one sigmoid output and labels 0 or 1; `max(z, 0) - z * label + log(1 + exp(-|z|))`.
 */
export const lossNames = [
  'sparseCategoricalCrossentropy',
  'categoricalCrossentropy',
  'binaryCrossentropy',
] as const;

export type LossName = (typeof lossNames)[number];

/** Upper limits of what a recipe counts: far more than can be trained, so that a typo does not exhaust memory. */
export const limits = {
  layers: 100,
  /** Of each hidden layer. */
  units: 65_536,
  epochs: 100_000,
  /** Training images. */
  images: 1_000_000_000,
  batchSize: 1_000_000,
  /** As many as labels may imply. */
  classes: 65_536,
  /** The factor of a class's losses. Far below it, training diverges. */
  classWeight: 1_000_000,
  /** Of an image's height or width. */
  pixels: 4096,
} as const;

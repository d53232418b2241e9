/**
 * Upper limits of a recipe's numbers: far above what can be trained, so that a typo neither exhausts memory nor
 * trains for nothing.
 */
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
  /** Of a learning rate: a hundred times the largest that plain gradient descent is used with. */
  learningRate: 1000,
  /** Of the factors of L1 and L2, and of weight decay: from 1 on, little else is learnt. */
  penalty: 1000,
  /** Keras' documentation names up to 1. */
  epsilon: 1000,
  /** Large ones are in use to say that nothing is clipped. */
  clipNorm: 1_000_000_000,
  /** Of an image's height or width. */
  pixels: 4096,
} as const;

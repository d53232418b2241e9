/**
 * The momentum of batch normalization in trainings that do not record it: they are of versions that made models with Keras' default only.
 */
export const formerNormMomentum = 0.99;

import type { Placing } from '@atelier/datasets/browser';

/** For models of other channels than pictures have. */
export const placeNothing: Placing = (_, [, , channels]) => {
  throw new RangeError(`A model of ${channels} channels takes raw pixels only`);
};

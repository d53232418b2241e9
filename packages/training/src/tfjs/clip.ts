import { square, sum, type Tensor } from '@tensorflow/tfjs-core';

/**
 * The factor that brings gradients' global norm, `sqrt(sum of all squares)`, down to `maximum`; 1 when it is not above
 * (Pascanu et al. 2013).
 */
export function clipScale(gradients: readonly Tensor[], maximum: number): number {
  let squares = 0;
  for (const gradient of gradients) squares += sum(square(gradient)).dataSync()[0]!;
  const norm = Math.sqrt(squares);
  return norm > maximum ? maximum / norm : 1;
}

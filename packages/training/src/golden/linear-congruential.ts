/**
 * The generator that reference trajectories draw from: `x = (1664525 x + 1013904223) mod 2^32`, `u = x / 2^32`
 * (Numerical Recipes). Use it only to repeat them.
 */
export function linearCongruential(seed: number): () => number {
  let x = seed >>> 0;
  return () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return x / 2 ** 32;
  };
}

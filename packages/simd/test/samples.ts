import { RandomStream } from '@atelier/random';
import type { Samples } from '@atelier/training';

/** Images of a size, half of whose pixels are 0, with labels and soft targets. */
export function randomSamples(
  [height, width, channels]: readonly [number, number, number],
  count: number,
  classes: number,
  seed = 1,
): Samples & { readonly labels: Uint8Array; readonly targets: Float32Array } {
  const random = new RandomStream(seed, 'test samples');
  const images = new Uint8Array(count * height * width * channels).map(() =>
    random.uniform() < 0.5 ? 0 : random.below(256),
  );
  const labels = new Uint8Array(count).map(() => random.below(classes));
  const targets = new Float32Array(count * classes);
  for (let row = 0; row < count; row++) {
    const shares = Array.from({ length: classes }, () => random.uniform());
    const sum = shares.reduce((total, share) => total + share, 0);
    for (const [unit, share] of shares.entries()) targets[row * classes + unit] = share / sum;
  }
  return { images, labels, targets, count, height, width, channels };
}

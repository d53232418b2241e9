import type { ClassScores, EpochRecord } from '../src/index.ts';

export const fashion: readonly string[] = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface HistoryOptions {
  readonly epochs: number;
  readonly seed?: number;
  /** Where the loss ends up. */
  readonly floor?: number;
  readonly validation?: boolean;
}

/** A training that learns quickly, then slowly, and overfits a little. */
export function madeHistory({
  epochs,
  seed = 1,
  floor = 0.24,
  validation = true,
}: HistoryOptions): EpochRecord[] {
  const random = noise(seed);
  return Array.from({ length: epochs }, (_, index) => {
    const time = (index / Math.max(epochs - 1, 1)) * 30;
    const loss = floor + 0.42 * Math.exp(-time / 5) - 0.001 * time + (random() - 0.5) * 0.012;
    const valLoss = floor + 0.09 + 0.33 * Math.exp(-time / 4) + 0.0015 * time + (random() - 0.5) * 0.03;
    const accuracy = 0.985 - loss * 0.33 + (random() - 0.5) * 0.004;
    const valAccuracy = 0.985 - valLoss * 0.34 + (random() - 0.5) * 0.008;
    return {
      epoch: index + 1,
      loss,
      accuracy,
      ...(validation ? { valLoss, valAccuracy } : {}),
      seconds: 0.61 + random() * 0.05,
      learningRate: 0.001,
    };
  });
}

/** Counts like those of a fair classifier: neighbouring classes are confused. */
export function madeMatrix(classes: number, perClass = 1000, seed = 3): number[][] {
  const random = noise(seed);
  return Array.from({ length: classes }, (_, label) => {
    const row = Array.from({ length: classes }, (__, predicted) => {
      const distance = Math.abs(predicted - label);
      return distance === 0 ? 0 : Math.floor(perClass * 0.09 * random() ** 3 * Math.exp(-distance / 3) * 1.6);
    });
    row[label] = perClass - row.reduce((sum, count) => sum + count, 0);
    return row;
  });
}

export function scoresOf(
  matrix: readonly (readonly number[])[],
  classNames: readonly string[],
): ClassScores[] {
  return classNames.map((className, index) => {
    const right = matrix[index]?.[index] ?? 0;
    const support = (matrix[index] ?? []).reduce((sum, count) => sum + count, 0);
    const predicted = matrix.reduce((sum, row) => sum + (row[index] ?? 0), 0);
    const precision = right / predicted;
    const recall = right / support;
    return { className, precision, recall, f1: (2 * precision * recall) / (precision + recall), support };
  });
}

/** Small gray pictures of blobs, `[count, 28, 28, channels]`. */
export function madePixels(count: number, channels = 1, size = 28, seed = 5): Uint8Array {
  const random = noise(seed);
  const pixels = new Uint8Array(count * size * size * channels);
  for (let image = 0; image < count; image++) {
    const [cx, cy, rx, ry] = [12 + random() * 4, 12 + random() * 4, 4 + random() * 8, 4 + random() * 8];
    for (let index = 0; index < size * size; index++) {
      const [x, y] = [index % size, Math.floor(index / size)];
      const inside = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;
      for (let channel = 0; channel < channels; channel++) {
        const at = (image * size * size + index) * channels + channel;
        pixels[at] = inside ? 110 + channel * 40 + random() * 60 : 0;
      }
    }
  }
  return pixels;
}

/** A kernel `[784, units]` of smooth bumps. */
export function madeKernel(units: number, size = 28, seed = 7): Float32Array {
  const random = noise(seed);
  const bumps = Array.from({ length: units }, () =>
    Array.from(
      { length: 5 },
      () => [random() * size, random() * size, 2 + random() * 5, random() - 0.5] as const,
    ),
  );
  return Float32Array.from({ length: size * size * units }, (_, index) => {
    const [pixel, unit] = [Math.floor(index / units), index % units];
    const [x, y] = [pixel % size, Math.floor(pixel / size)];
    return (bumps[unit] ?? []).reduce(
      (sum, [bx, by, width, height]) =>
        sum + height * Math.exp(-((x - bx) ** 2 + (y - by) ** 2) / (2 * width ** 2)),
      (random() - 0.5) * 0.05,
    );
  });
}

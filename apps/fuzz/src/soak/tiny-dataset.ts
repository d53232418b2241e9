import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeIdx } from '@atelier/idx';
import { RandomStream } from '@atelier/random';

/** A folder of IDX files that is learned in seconds: each of three classes is bright in other rows of a 6x5 image. */
export function writeTinyDataset(folder: string): void {
  mkdirSync(folder);
  const random = new RandomStream(5, 'tiny data set');
  for (const [part, count] of [
    ['train', 300],
    ['t10k', 60],
  ] as const) {
    const labels = new Uint8Array(count).map(() => random.below(3));
    const images = new Uint8Array(count * 30).map((_, at) => {
      const bright = Math.floor((at % 30) / 10) === labels[Math.floor(at / 30)];
      return random.below(bright ? 256 : 80);
    });
    writeFileSync(
      join(folder, `${part}-images-idx3-ubyte`),
      encodeIdx({ dtype: 'u8', shape: [count, 6, 5], data: images }),
    );
    writeFileSync(
      join(folder, `${part}-labels-idx1-ubyte`),
      encodeIdx({ dtype: 'u8', shape: [count], data: labels }),
    );
  }
}

import { expect, test } from 'vitest';
import { fold } from './fold.ts';
import type { LabelledImages, Labels } from './images.ts';
import { sample } from './sample.ts';
import { split } from './split.ts';
import { take } from './take.ts';

const plain = {
  images: Uint8Array.from({ length: 24 }, (_, at) => at),
  labels: Uint8Array.of(0, 1, 0, 1),
  count: 4,
  height: 1,
  width: 2,
  channels: 3,
};

/** Images whose fields are getters: of an instance, a spread takes none of them. */
class Described implements LabelledImages {
  get images(): Uint8Array {
    return plain.images;
  }
  get labels(): Labels {
    return plain.labels;
  }
  get count(): number {
    return plain.count;
  }
  get height(): number {
    return plain.height;
  }
  get width(): number {
    return plain.width;
  }
  get channels(): number {
    return plain.channels;
  }
}

test.each<[string, (data: LabelledImages) => unknown]>([
  ['take', (data) => take(data, 2)],
  ['sample', (data) => sample(data, 2, { seed: 1 })],
  ['split', (data) => split(data, 0.5, { seed: 1 })],
  ['fold', (data) => fold(data, { index: 0, folds: 2 }, { seed: 1 })],
])('%s of data whose fields are getters gives what it gives of plain data', (_, part) => {
  expect(part(new Described())).toEqual(part(plain));
});

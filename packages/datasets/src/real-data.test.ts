import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, temporaryFolder } from '../test/world.ts';
import { fetchDataset, findDataset, loadDataset } from './load.ts';
import { split } from './split.ts';

/** In CI the data must be there, or be fetched. Elsewhere these tests need no network. */
const required = process.env['ATELIER_REQUIRE_DATA'] === '1';
const present =
  required ||
  (await findDataset('fashion-mnist', { offline: true }).then(
    () => true,
    () => false,
  ));
const missing = present
  ? ''
  : ' (skipped: Fashion-MNIST is not on this machine; `pnpm --filter cli start data fetch` gets it)';

describe.skipIf(!present)(`Fashion-MNIST${missing}`, () => {
  test('has 60,000 training and 10,000 test images of ten classes, as many of each', async () => {
    const { train, test: tested, classNames } = await loadDataset('fashion-mnist', { offline: !required });
    expect(train).toMatchObject({ count: 60_000, height: 28, width: 28, channels: 1 });
    expect(tested).toMatchObject({ count: 10_000, height: 28, width: 28, channels: 1 });
    for (const { labels, count } of [train, tested]) {
      const counts = Array.from({ length: 10 }, () => 0);
      for (const label of labels) counts[label]! += 1;
      expect(counts).toEqual(Array.from({ length: 10 }, () => count / 10));
    }
    expect(classNames[tested.labels[0]!]).toBe('Ankle boot');
    // The mean pixel of the training images, 0.2860, that many recipes normalise with.
    let sum = 0;
    for (let i = 0; i < train.images.length; i++) sum += train.images[i]!;
    expect(sum / train.images.length / 255).toBeCloseTo(0.286, 4);
  });

  test('splits into 54,000 and 6,000 with 600 of each class', async () => {
    const { train } = await loadDataset('fashion-mnist', { offline: !required });
    const parts = split(train, 0.1, { seed: 42 });
    const counts = Array.from({ length: 10 }, () => 0);
    for (const label of parts.validation.labels) counts[label]! += 1;
    expect(counts).toEqual(Array.from({ length: 10 }, () => 600));
    expect(parts.train.count).toBe(54_000);
  });
});

const withApt = required && existsSync('/usr/bin/apt-get');

describe.skipIf(!withApt)(
  'the real Debian package (only where ATELIER_REQUIRE_DATA=1 and apt-get is there)',
  () => {
    test('fills an empty cache, and leaves nothing else', async () => {
      const folder = await temporaryFolder();
      const { source } = await fetchDataset('fashion-mnist', { cacheFolder: folder, mirrors: [] });
      expect(source).toMatchObject({ kind: 'apt', package: 'dataset-fashion-mnist' });
      expect(await filesBelow(folder)).toEqual([
        join('fashion-mnist', 't10k-images-idx3-ubyte.gz'),
        join('fashion-mnist', 't10k-labels-idx1-ubyte.gz'),
        join('fashion-mnist', 'train-images-idx3-ubyte.gz'),
        join('fashion-mnist', 'train-labels-idx1-ubyte.gz'),
      ]);
    });
  },
);

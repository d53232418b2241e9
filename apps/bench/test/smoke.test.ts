import type { Dataset, LabelledImages } from '@atelier/datasets';
import { RandomStream } from '@atelier/random';
import { expect, test } from 'vitest';
import { contestants } from '../src/contestants.ts';
import { writeDataFolder } from '../src/data-folder.ts';
import { measureEpochs } from '../src/measure-epochs.ts';
import type { WorkloadName } from '../src/workloads.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Ten classes of 28x28 images, each bright in rows of its own. */
function images(count: number, purpose: string): LabelledImages {
  const random = new RandomStream(1, purpose);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  const pixels = Uint8Array.from({ length: count * 784 }, (_, at) => {
    const row = Math.floor((at % 784) / 28);
    return Math.floor(row / 2.8) === labels[Math.floor(at / 784)] ? random.below(256) : random.below(40);
  });
  return { images: pixels, labels, count, height: 28, width: 28, channels: 1 };
}

const dataset: Dataset = {
  name: 'stripes',
  classNames: Array.from({ length: 10 }, (_, index) => String(index)),
  train: images(1000, 'train'),
  test: images(10, 'test'),
  notes: [],
  source: {
    kind: 'folder',
    folder: 'none',
    files: {
      trainImages: { location: 'none', sha256: '' },
      trainLabels: { location: 'none', sha256: '' },
      testImages: { location: 'none', sha256: '' },
      testLabels: { location: 'none', sha256: '' },
    },
  },
};

/** The last losses of the contestants of a workload that run under Node. */
async function lossesOf(
  workload: WorkloadName,
  count: number,
  rounds: number,
): Promise<Readonly<Record<string, number>>> {
  const data = writeDataFolder(temporaryFolder(), dataset, count);
  expect(data).toMatchObject({ count, shape: [28, 28, 1], classes: 10 });
  const underNode = contestants('').filter(
    (each) => each.runs(workload) && /^(simd|tfjs|stock)/.test(each.id),
  );
  const result = await measureEpochs({
    workload,
    contestants: underNode,
    data,
    rounds,
    onProgress: () => {},
  });
  expect(result.missing).toEqual([]);
  for (const { seconds } of result.contestants) expect(seconds).toHaveLength(rounds);
  return Object.fromEntries(result.contestants.map(({ id, loss }) => [id, loss]));
}

test('the contestants that run under Node learn mlp-32', async () => {
  const losses = await lossesOf('mlp-32', 640, 2);
  expect(Object.keys(losses)).toEqual(['simd-1', 'simd-2', 'tfjs', 'stock-tfjs']);
  // The same seed, so the same bits for any number of threads, and the same sums in another order for the other engine.
  expect(losses['simd-2']).toBe(losses['simd-1']);
  expect(losses['tfjs']).toBeCloseTo(losses['simd-1'] ?? Number.NaN, 3);
  // A guess costs ln(10) = 2.3.
  expect(losses['simd-1']).toBeLessThan(1);
  expect(losses['stock-tfjs']).toBeLessThan(1);
});

test('those that can train a convolutional network learn it, in the same number of steps', async () => {
  const losses = await lossesOf('cnn-start', 8, 1);
  expect(Object.keys(losses)).toEqual(['simd-1', 'simd-2', 'tfjs', 'stock-tfjs-cpu']);
  expect(losses['simd-2']).toBe(losses['simd-1']);
  expect(losses['tfjs']).toBeCloseTo(losses['simd-1'] ?? Number.NaN, 3);
  for (const loss of Object.values(losses)) expect(loss).toBeLessThan(2.4);
});

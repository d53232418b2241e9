import { expect, test } from 'vitest';
import { markdown } from './markdown.ts';
import type { EpochResult, Results } from './results.ts';

function timed(id: string, name: string, seconds: readonly number[]): EpochResult {
  return { id, name, software: `${name} 1.0`, details: 'BLAS', seconds, loss: 0.41999, peakMemory: 123.4e6 };
}

const results: Results = {
  format: 3,
  date: '2025-01-31T12:00:00.000Z',
  command: 'pnpm bench',
  machine: {
    cpu: 'A CPU',
    cores: 2,
    memory: 24 * 2 ** 30,
    platform: 'linux x64',
    node: '20.19.0',
    loadBefore: 0.25,
  },
  workloads: [
    {
      workload: 'mlp-32',
      images: 64,
      batchSize: 32,
      contestants: [
        timed('simd-1', 'Simd', [0.3, 0.2, 0.4]),
        { ...timed('stock-tfjs', 'Stock', [6, 6.6]), peakMemory: null },
      ],
      missing: [{ id: 'pytorch-1', name: 'PyTorch', reason: "No module named 'torch'" }],
    },
  ],
  whole: {
    epochs: 30,
    commands: [
      {
        id: 'simd',
        name: 'Atelier train',
        work: 'figures',
        seconds: [10, 12, 11],
        peakMemory: 250e6,
        loss: 0.25,
        testAccuracy: 0.8712,
      },
    ],
    missing: [],
  },
  profile: 'MATMUL 1.0',
  roofline: 'mlp-32 0.092',
  accuracy: [
    {
      name: 'Atelier',
      threads: 2,
      points: [
        { seconds: 10.04, testAccuracy: 0.88 },
        { seconds: 20, testAccuracy: 0.9154 },
      ],
    },
  ],
  scaling: [
    { axis: 'units', size: 8, threads: 1, imagesPerSecond: 512_300 },
    { axis: 'units', size: 8, threads: 2, imagesPerSecond: 700_000 },
    { axis: 'batch size', size: 32, threads: 1, imagesPerSecond: 90_000 },
  ],
};

test('shows every measurement, who is missing, and where it was measured', () => {
  expect(
    markdown(results)
      .split('\n')
      .filter((line) => /^[|#N-]|Measured/.test(line)),
  ).toEqual([
    'Measured on 2025-01-31 with `pnpm bench`: A CPU, 2 cores, 24 GiB, linux x64, Node 20.19.0, load 0.3 before.',
    '## Seconds an epoch',
    '### mlp-32: 64 images, batches of 32',
    '| trained by |   min | median |   max |     step | ratio | memory |   loss |',
    '| ---------- | ----: | -----: | ----: | -------: | ----: | -----: | -----: |',
    '| Simd       | 0.200 |  0.300 | 0.400 |  150.000 |  1.00 | 123 MB | 0.4200 |',
    '| Stock      | 6.000 |  6.300 | 6.600 | 3150.000 | 21.00 |      – | 0.4200 |',
    "Not measured: PyTorch: No module named 'torch'",
    '### Times as fast as',
    "| workload | trained by | model.fit | PyTorch's best |",
    '| -------- | ---------- | --------: | -------------: |',
    '| mlp-32   | Simd       |    21.00x |              – |',
    '### Software',
    '- Simd: Simd 1.0, BLAS',
    '- Stock: Stock 1.0, BLAS',
    '## Whole commands',
    '| command       |   min | median |   max | memory |   loss | test accuracy | beside training |',
    '| ------------- | ----: | -----: | ----: | -----: | -----: | ------------: | --------------- |',
    '| Atelier train | 10.00 |  11.00 | 12.00 | 250 MB | 0.2500 |        87.12% | figures         |',
    '## Where the time goes',
    '## How close to the roofline',
    '## Time to accuracy',
    '| trained by         | epoch 1       | epoch 2       |',
    '| ------------------ | ------------- | ------------- |',
    '| Atelier, 2 threads | 10.0 s 88.00% | 20.0 s 91.54% |',
    '## Scaling',
    '| thousands of images a second | 1 thread | 2 threads |',
    '| ---------------------------- | -------: | --------: |',
    '| units: 8                     |    512.3 |     700.0 |',
    '| batch size: 32               |     90.0 |         – |',
  ]);
});

test('leaves out what was not asked for', () => {
  const nothing = markdown({
    ...results,
    workloads: [],
    whole: null,
    profile: null,
    roofline: null,
    scaling: null,
    accuracy: null,
  });
  expect(nothing).toMatch(/^Measured on .*\.$/);
});

test('has no ratios when the simd engine was not measured', () => {
  const { missing, ...workload } = results.workloads[0]!;
  const page = markdown({
    ...results,
    workloads: [{ ...workload, missing, contestants: [timed('tfjs', 'Tfjs', [1])] }],
  });
  expect(page).toContain('| Tfjs       | 1.000 |  1.000 | 1.000 | 500.000 |     – | 123 MB | 0.4200 |');
  expect(page).not.toContain('Times as fast as');
});

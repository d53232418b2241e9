import { beforeAll, expect, test } from 'vitest';
import { tensor2d } from '@tensorflow/tfjs-core';
import { useWasmBackend } from '../backend.ts';
import { lossesFromLogits } from './losses.ts';

beforeAll(() => useWasmBackend());

const none = { labels: new Int32Array(), targets: new Float32Array() };

function expectLosses(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 6);
}

// Computed by PyTorch's cross_entropy(label_smoothing) and binary_cross_entropy_with_logits in float64.
test('smoothed losses are those of PyTorch', () => {
  const logits = tensor2d([1, 2, -1, 0.5, -3, 4], [2, 3]);
  const labels = Int32Array.of(0, 2);
  const sparse = lossesFromLogits.sparseCategoricalCrossentropy(logits, { ...none, labels }, 0.1);
  expectLosses(sparse.dataSync(), [1.3823455501015198, 0.38063517942697495]);
  const targets = Float32Array.of(0.7, 0.2, 0.1, 0, 0.25, 0.75);
  const soft = lossesFromLogits.categoricalCrossentropy(logits, { ...none, targets }, 0.2);
  expectLosses(soft.dataSync(), [1.4156788834348528, 2.130635179426975]);
  const both = { ...none, labels: Int32Array.of(1, 1) };
  const binary = lossesFromLogits.binaryCrossentropy(tensor2d([2, -0.5], [2, 1]), both, 0.1);
  expectLosses(binary.dataSync(), [0.22692801104297247, 0.9490769841801068]);
});

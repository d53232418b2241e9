import { expect, test } from 'vitest';
import type { EpochResult } from './results.ts';
import { speedups } from './speedups.ts';

function timed(id: string, ...seconds: number[]): EpochResult {
  return { id, name: id, software: '', details: '', seconds, loss: 0.5, peakMemory: null };
}

test('compares medians, and with PyTorch at the number of threads that suits it best', () => {
  const results = [
    timed('simd-1', 0.2, 0.1, 9),
    timed('simd-2', 0.1),
    timed('tfjs', 1),
    timed('stock-tfjs', 5, 4, 6),
    timed('pytorch-1', 0.5),
    timed('pytorch-2', 0.4, 0.3, 0.9),
  ];
  expect(speedups(results)).toEqual([
    { name: 'simd-1', stock: 25, pytorch: 2 },
    { name: 'simd-2', stock: 50, pytorch: 4 },
  ]);
});

test('says nothing of peers that were not measured', () => {
  expect(speedups([timed('simd-1', 0.2)])).toEqual([
    { name: 'simd-1', stock: undefined, pytorch: undefined },
  ]);
});

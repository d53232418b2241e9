import type { EpochResult } from './results.ts';
import { summarize } from './statistics.ts';

/** How many times as fast as its peers a run of Atelier's simd engine is, by medians; `undefined` without the peer. */
export interface Speedup {
  readonly name: string;
  /** Against tfjs-layers' own `model.fit`. */
  readonly stock: number | undefined;
  /** Against PyTorch at its best number of threads. */
  readonly pytorch: number | undefined;
}

export function speedups(results: readonly EpochResult[]): readonly Speedup[] {
  const best = (prefix: string): number | undefined => {
    const medians = results
      .filter(({ id }) => id.startsWith(prefix))
      .map(({ seconds }) => summarize(seconds).median);
    return medians.length > 0 ? Math.min(...medians) : undefined;
  };
  const [stock, pytorch] = [best('stock-tfjs'), best('pytorch')];
  return results
    .filter(({ id }) => id.startsWith('simd'))
    .map(({ name, seconds }) => {
      const { median } = summarize(seconds);
      return { name, stock: stock && stock / median, pytorch: pytorch && pytorch / median };
    });
}

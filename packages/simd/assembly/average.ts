/**
 * The moving average of a weight tensor over the steps of a run.
 *
 * Memory: weights and average f32, of the same layout, padding 0 in both.
 * Assumes: it runs after the step's last change of the weights; threads own equal shares of the flat array. The share of the
 * new weights is that of `averagingShare` in the training package.
 */
import { shareEnd, shareStart, stepNumber } from './step';

/** Arguments: weights, average, vectors of four, decay (f64). */
export function average(args: usize): void {
  const weights: usize = load<u32>(args);
  const mean: usize = load<u32>(args, 4);
  const vectors = load<i32>(args, 8);
  const step = <f64>stepNumber;
  const share = f32x4.splat(<f32>(1 - min(load<f64>(args, 12), (1 + step) / (10 + step))));
  const end = shareEnd(vectors);
  for (let vector = shareStart(vectors); vector < end; vector++) {
    const at: usize = vector << 4;
    const before = v128.load(mean + at);
    v128.store(mean + at, f32x4.add(before, f32x4.mul(share, f32x4.sub(v128.load(weights + at), before))));
  }
}

import { lossNamed, type LossName } from '../settings/losses/losses.ts';

/** The index of the largest of `length` values from `start`; the first one in a tie. */
export function argMax(values: ArrayLike<number>, start: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if (values[start + i]! > values[start + best]!) best = i;
  return best;
}

/** The class that a row of outputs, probabilities or logits, predicts. `threshold` is for a single output. */
export function predictedClass(
  outputs: ArrayLike<number>,
  row: number,
  units: number,
  threshold = 0.5,
): number {
  return units === 1 ? Number(outputs[row]! > threshold) : argMax(outputs, row * units, units);
}

/** How many rows of logits `[batch, units]` predict the right class. */
export function countCorrect(
  loss: LossName,
  logits: ArrayLike<number>,
  units: number,
  batch: { readonly labels: ArrayLike<number>; readonly targets: ArrayLike<number> },
): number {
  const { reads } = lossNamed(loss);
  const rows = logits.length / units;
  let correct = 0;
  for (let row = 0; row < rows; row++) {
    const expected = reads === 'targets' ? argMax(batch.targets, row * units, units) : batch.labels[row];
    // A sigmoid is above 0.5 where its logit is above 0.
    if (predictedClass(logits, row, units, 0) === expected) correct++;
  }
  return correct;
}

import { argMax } from '../engine/predicted-class.ts';
import type { Loss } from '../settings/losses/loss.ts';
import type { LabelledSamples } from './samples.ts';

/**
 * The class of a sample: its label, or the largest of its targets.
 *
 * @param reads which of the two, by default the label where there are labels
 */
export function classAt(
  { labels, targets = new Float32Array(), count }: LabelledSamples,
  index: number,
  reads: Loss['reads'] = labels ? 'labels' : 'targets',
): number {
  const units = targets.length / count;
  return reads === 'labels' ? (labels?.[index] ?? 0) : argMax(targets, index * units, units);
}

import { checkCount } from '@atelier/checks';
import { chooseStratified, RandomStream } from '@atelier/random';
import { checkLabelled } from './check-labelled.ts';
import type { LabelledImages } from './images.ts';
import { gather } from './gather.ts';

/**
 * Some samples at random, of which each class keeps its share, in their order; all if there are fewer. Of each class there is at least
 * one if `count` is enough. Of samples that are sorted by class, the first would be of one class.
 *
 * @param count at least 1
 * @param options.seed the run's seed: same seed, same samples
 * @throws TypeError for data that are not labelled images
 * @throws RangeError for a count that is not a positive integer
 */
export function sample(
  data: LabelledImages,
  count: number,
  { seed }: { readonly seed: number },
): LabelledImages {
  checkLabelled('sample', data);
  checkCount('count', count);
  if (count >= data.count) return data;
  return gather(data, chooseStratified(data.labels, count, new RandomStream(seed, 'sample'), 1), 1);
}

import { checkOptions } from '@atelier/checks';
import { chooseStratified, RandomStream } from '@atelier/random';
import { checkLabelled } from './check-labelled.ts';
import { gather } from './gather.ts';
import type { LabelledImages } from './images.ts';

/** Options of `split`. */
export interface SplitOptions {
  /** The run's seed, an integer from 0 to 2^53 - 1. Same seed, same split. */
  readonly seed: number;
  /**
   * Whether each class keeps its share in both parts.
   *
   * @default true
   */
  readonly stratify?: boolean;
}

/** The two parts that `split` makes; both are copies. */
export interface Split {
  readonly train: LabelledImages;
  readonly validation: LabelledImages;
}

/**
 * Sets a random part of the samples aside for validation. Both parts are copies and keep the order of `data`;
 * together they hold every sample once.
 *
 * @param fraction the share of the samples for validation, above 0 and below 1, rounded to whole samples
 * @throws TypeError for data that are not labelled images, or an unknown option
 * @throws RangeError for a fraction out of range, or one that leaves a part empty
 */
export function split(data: LabelledImages, fraction: number, options: SplitOptions): Split {
  checkLabelled('split', data);
  checkSplitOptions('split', options);
  const { seed, stratify = true } = options;
  const size = typeof fraction === 'number' ? Math.round(data.count * fraction) : 0;
  if (!(fraction > 0 && fraction < 1) || size === 0 || size === data.count) {
    throw new RangeError(
      `split needs a fraction that leaves samples in both parts of ${data.count}; found ${String(fraction)}`,
    );
  }
  const stream = new RandomStream(seed, 'split');
  const chosen = stratify ? chooseStratified(data.labels, size, stream) : new Uint8Array(data.count);
  if (!stratify) for (const index of stream.permutation(data.count).subarray(0, size)) chosen[index] = 1;
  return { train: gather(data, chosen, 0), validation: gather(data, chosen, 1) };
}

/** @throws TypeError naming an unknown option */
export function checkSplitOptions(name: string, options: SplitOptions): void {
  const others = {
    random_state: 'seed',
    randomState: 'seed',
    test_size: null,
    testSize: null,
    shuffle: null,
  };
  checkOptions(name, options, { seed: true, stratify: true }, others);
}

import { planLimits } from './plan-options.ts';

/** One of `count` equal parts of an experiment's trials; `index` is from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Every trial in one part. */
export const wholeShard: Shard = { index: 1, count: 1 };

/**
 * Reads `2/3`.
 *
 * @throws RangeError saying what is right
 */
export function parseShard(text: string): Shard {
  const [index, count] = /^(\d+)\/(\d+)$/.exec(text)?.slice(1).map(Number) ?? [];
  if (index === undefined || count === undefined) {
    throw new RangeError(`A shard is I/N, such as 1/3; found ${text}`);
  }
  if (count < 1 || index < 1 || index > count || count > planLimits.shards) {
    throw new RangeError(`A shard I/N has I from 1 to N, and N up to ${planLimits.shards}; found ${text}`);
  }
  return { index, count };
}

/** Every `count`-th entry, from the `index`-th on: all shards together hold each entry once. */
export function shardOf<Entry>(entries: readonly Entry[], { index, count }: Shard): Entry[] {
  return entries.filter((_, position) => position % count === index - 1);
}

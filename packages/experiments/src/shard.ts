import { checkArray, checkCount, checkObject, checkText } from '@atelier/checks';
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
 * @throws TypeError for what is not a text
 * @throws RangeError saying what is right
 */
export function parseShard(text: string): Shard {
  checkText('The shard', text);
  const [index, count] = /^(\d+)\/(\d+)$/.exec(text)?.slice(1).map(Number) ?? [];
  if (index === undefined || count === undefined) {
    throw new RangeError(`A shard is I/N, such as 1/3; found ${text}`);
  }
  if (count < 1 || index < 1 || index > count || count > planLimits.shards) {
    throw outOfRange(text);
  }
  return { index, count };
}

function outOfRange(text: string): RangeError {
  return new RangeError(`A shard I/N has I from 1 to N, and N up to ${planLimits.shards}; found ${text}`);
}

/**
 * Checks that a shard is one of those that there are.
 *
 * @throws TypeError for what is not an object
 * @throws RangeError for an index or a count out of range
 */
export function checkShard(shard: Shard): void {
  checkObject('shard', shard, 'index and count');
  const { index, count } = shard;
  checkCount('shard.index', index);
  checkCount('shard.count', count);
  if (index > count || count > planLimits.shards) throw outOfRange(`${index}/${count}`);
}

/**
 * Every `count`-th entry, from the `index`-th on: all shards together hold each entry once.
 *
 * @param numberOf tells which entries stay together, by equal numbers; by default each has its position
 * @throws TypeError for entries that are not an array
 * @throws RangeError for a shard out of range
 */
export function shardOf<Entry>(
  entries: readonly Entry[],
  shard: Shard,
  numberOf: (entry: Entry, position: number) => number = (_, position) => position,
): Entry[] {
  checkArray('entries', entries, 'trials');
  checkShard(shard);
  const { index, count } = shard;
  return entries.filter((entry, position) => numberOf(entry, position) % count === index - 1);
}

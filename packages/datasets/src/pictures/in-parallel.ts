import type { ReadProgress } from '../formats/format.ts';

/** Tasks in work at a time: enough to keep the platform's threads busy. */
const atATime = 12;

/** Milliseconds between two reports. */
const reportInterval = 100;

interface Work {
  readonly task: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: ReadProgress) => void) | undefined;
}

/**
 * Does something with each item, a few at a time.
 *
 * @throws the signal's reason, and whatever `act` throws; what is in work then ends first
 */
export async function inParallel<Item>(
  items: readonly Item[],
  { task, signal, onProgress }: Work,
  act: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let done = 0;
  let reported = -Infinity;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      signal?.throwIfAborted();
      const index = next++;
      await act(items[index]!, index);
      done++;
      const now = performance.now();
      if (now - reported < reportInterval && done < items.length) continue;
      reported = now;
      onProgress?.({ task, done, total: items.length });
    }
  };
  const workers = Array.from({ length: Math.min(atATime, items.length) }, work);
  await Promise.allSettled(workers);
  await Promise.all(workers);
}

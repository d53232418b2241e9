import type { Series } from '@atelier/plotting';

/** The thread counts that multi-threaded contestants are measured with. */
export const threadCounts = [1, 2] as const;

/** `1 thread`, `2 threads` */
export function counted(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}

/** How a figure marks what a number of threads reached, so that lines of one colour can be told apart. */
export function markOf(threads: number): NonNullable<Series['mark']> {
  if (threads === 1) return 'line';
  return threads === 2 ? 'line-and-dots' : 'dots';
}

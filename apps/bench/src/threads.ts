/** The thread counts that multi-threaded contestants are measured with. */
export const threadCounts = [1, 2] as const;

/** `1 thread`, `2 threads` */
export function counted(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}

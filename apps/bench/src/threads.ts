/** What whoever can use several threads is measured with. */
export const threadCounts = [1, 2] as const;

/** `1 thread`, `2 threads` */
export function counted(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}

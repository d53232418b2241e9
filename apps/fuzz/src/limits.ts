/** Limits of a case. */
export const limits = {
  /** Milliseconds of processor time, which does not depend on other load. */
  cpu: 2000,
  /** Milliseconds, for a case that waits forever. */
  wall: 30_000,
  /** Bytes beyond what the process had before. */
  memory: 512 * 2 ** 20,
} as const;

/** Milliseconds of this process' processor time since a moment. */
export function cpuTime(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

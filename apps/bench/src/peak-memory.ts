import { readFileSync } from 'node:fs';

/**
 * The most memory that a process has held at once, in bytes: Linux' `VmHWM`, the high-water mark of its resident set, threads
 * included, child processes not. `undefined` if the system doesn't say, or the process has ended.
 */
export function peakMemory(pid: number): number | undefined {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return undefined;
  }
  return parsePeak(status);
}

/** From the text of `/proc/<pid>/status`. */
export function parsePeak(status: string): number | undefined {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

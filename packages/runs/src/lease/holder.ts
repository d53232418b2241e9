import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { isCode } from '../folder/is-code.ts';

/** A process, told from any other that gets the same number later. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** The start of the machine (its boot id), and when after it the process began; empty where the system does not tell. */
  readonly since: string;
  /** Where the number counts; former versions, which gave no sign of life either, did not write it. */
  readonly namespace?: string | undefined;
  /** Of this lock: a process that takes a folder twice has two. */
  readonly id: string;
}

export const holderSchema: z.ZodMiniType<Holder> = z.object({
  pid: z.int().check(z.gte(1)),
  host: z.string(),
  since: z.string(),
  namespace: z.optional(z.string()),
  id: z.string(),
});

/** The present process, as the holder of a lock. */
export function thisProcess(id: string): Holder & { readonly namespace: string } {
  const since = lifeOf(process.pid) ?? '';
  return { pid: process.pid, host: hostname(), since, namespace: processNamespace(), id };
}

/**
 * Asks whether a holder lives. `unknown`: it is on another machine or in another container, or the system hides it, so that only
 * its heartbeat can tell.
 */
export function askHolder(holder: Holder): 'alive' | 'dead' | 'unknown' {
  if (!canBeAsked(holder)) return 'unknown';
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // Another user's process may not be signalled: it is there.
    if (!isCode(error, 'EPERM')) return 'dead';
  }
  const life = lifeOf(holder.pid);
  if (life === 'over') return 'dead';
  // Hidden (hidepid), or a system without /proc: the number is in use, if only by another process.
  if (life === undefined || holder.since === '') return holder.namespace === undefined ? 'alive' : 'unknown';
  return life === holder.since ? 'alive' : 'dead';
}

/** Whether a holder's number means a process here. A host's name says little: containers share names, and change them. */
function canBeAsked({ host, since, namespace }: Holder): boolean {
  if (namespace === undefined) return host === hostname();
  const [boot = ''] = since.split(' ');
  if (boot !== bootId() || namespace !== processNamespace()) return false;
  return boot !== '' || host === hostname();
}

/** What tells a process from those that had its number before: `over` when it has ended, nothing where it cannot be read. */
function lifeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything. Behind it: the state, then the start time as the twentieth.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'over' : `${bootId()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

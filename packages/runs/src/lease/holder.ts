import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { isCode } from '../folder/is-code.ts';

/** A process, distinguishable from a later one with the same id. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** The machine's boot id, and when the process started; empty if the system does not say. */
  readonly since: string;
  /** The namespace of the process id; earlier versions, which had no heartbeat either, did not write it. */
  readonly namespace?: string | undefined;
  /** Of this lock: a process that locks a folder twice has two keys. */
  readonly id: string;
}

export const holderSchema: z.ZodMiniType<Holder> = z.object({
  pid: z.int().check(z.gte(1)),
  host: z.string(),
  since: z.string(),
  namespace: z.optional(z.string()),
  id: z.string(),
});

/** The current process, as the holder of a lock. */
export function thisProcess(id: string): Holder & { readonly namespace: string } {
  const since = lifeOf(process.pid) ?? '';
  return { pid: process.pid, host: hostname(), since, namespace: processNamespace(), id };
}

/**
 * Whether a holder is alive. `unknown`: it is on another machine or in another container, or the system hides it, so that only
 * its heartbeat shows it.
 */
export function askHolder(holder: Holder): 'alive' | 'dead' | 'unknown' {
  if (!canBeAsked(holder)) return 'unknown';
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // Another user's process may not be signalled, but exists.
    if (!isCode(error, 'EPERM')) return 'dead';
  }
  const life = lifeOf(holder.pid);
  if (life === 'over') return 'dead';
  // Hidden (hidepid), or a system without /proc: the id is in use, possibly by another process.
  if (life === undefined || holder.since === '') return holder.namespace === undefined ? 'alive' : 'unknown';
  return life === holder.since ? 'alive' : 'dead';
}

/** Whether a holder's process id is valid here. Host names are not enough: containers share and change them. */
function canBeAsked({ host, since, namespace }: Holder): boolean {
  if (namespace === undefined) return host === hostname();
  const [boot = ''] = since.split(' ');
  if (boot !== bootId() || namespace !== processNamespace()) return false;
  return boot !== '' || host === hostname();
}

/** What distinguishes a process from earlier ones with its id: `over` if it has ended, `undefined` if it cannot be read. */
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

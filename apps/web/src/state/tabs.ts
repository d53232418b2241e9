import { newKey } from './runs.ts';

/** The name of this tab, and of a lock that it holds as long as it lives. */
export const tab = `atelier-tab-${newKey()}`;

/** Has other tabs know that this one lives; where locks are forbidden, they do not. */
export function holdTab(): void {
  if (!('locks' in navigator)) return;
  navigator.locks.request(tab, () => new Promise<never>(() => {})).catch(() => undefined);
}

/** Milliseconds in which a page that is left, as by a reload, gives its lock back. */
const patience = 500;

/** Those of some tabs that live. */
export async function livingTabs(tabs: readonly string[]): Promise<ReadonlySet<string>> {
  const lives = await Promise.all(tabs.map(isAlive));
  return new Set(tabs.filter((_, place) => lives[place]));
}

async function isAlive(owner: string): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  const signal = AbortSignal.timeout(patience);
  try {
    await navigator.locks.request(owner, { signal }, () => undefined);
    return false;
  } catch {
    // Browsers differ in the error's name. Without the signal, locks are forbidden.
    return signal.aborted;
  }
}

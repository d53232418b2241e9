import { session, state } from '../state/page-session.ts';
import type { Run } from '../state/runs.ts';

/** Copies a run's link, or that of the form; where the browser forbids it, shows it. */
export async function copyLink(run: Run | undefined): Promise<void> {
  const link = session.link(run?.recipe);
  try {
    await navigator.clipboard.writeText(link);
    state.notice.value = { kind: 'link-copied' };
  } catch {
    state.notice.value = { kind: 'link-shown', link };
  }
}

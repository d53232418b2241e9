import type { JSX } from 'preact';
import { t } from '../../i18n/language.ts';
import { state } from '../../state/page-session.ts';

/** Whether runs survive a reload. */
export function KeptNote(): JSX.Element {
  const { kept, notKept } = t.value.keep;
  return state.keepsRuns.value ? <>{kept}</> : <span class="problem-text">{notKept}</span>;
}

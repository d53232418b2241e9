import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { state } from '../../state/page-session.ts';
import { validatedOn } from '../../state/runs.ts';
import { percent, t } from '../../i18n/language.ts';

/** Least milliseconds between two announcements of progress: each is read aloud to its end. */
const interval = 10_000;

/** Tells screen readers how a run goes on, and how it ended. */
export function Announcer(): JSX.Element {
  const text = t.value.announcements;
  const run = state.run.value;
  const status = run?.state.status;
  const epoch = run?.history.at(-1);
  const [said, setSaid] = useState('');
  const last = useRef<{ readonly time: number; readonly status: string | undefined }>({
    time: -Infinity,
    status: undefined,
  });
  useEffect(() => {
    const now = performance.now();
    const changed = status !== last.current.status;
    if (!run || !status || (!changed && now - last.current.time < interval)) return;
    last.current = { time: now, status };
    const accuracy = epoch?.valAccuracy;
    setSaid(
      [
        t.value.runs.states[status],
        ...(epoch ? [text.epoch(epoch.epoch)] : []),
        ...(accuracy === undefined ? [] : [text.accuracy[validatedOn(run)](percent(accuracy))]),
      ].join(text.separator),
    );
  }, [status, epoch]);
  return (
    <p class="visually-hidden announcer" role="status">
      {said}
    </p>
  );
}

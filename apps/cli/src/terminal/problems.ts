import type { RunEvent } from './events.ts';

/** Problems of a run that ended, one line each, always shown on standard error. */
export function problemsOf({
  status,
  reason,
  warning,
}: Extract<RunEvent, { type: 'end' }>): readonly string[] {
  return [
    ...(status === 'diverged' ? [`Diverged: ${reason}`] : []),
    ...(warning === undefined ? [] : [warning]),
  ];
}

import type { RunEvent } from './events.ts';

/** What is wrong with a run that ended, a line each, for the standard error whatever else is shown. */
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

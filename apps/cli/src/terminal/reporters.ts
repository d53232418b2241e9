import { type Output } from './output.ts';
import { BarReporter } from './bar-reporter.ts';
import type { Reporter, RunEvent } from './events.ts';
import { LineReporter } from './line-reporter.ts';
import { problemsOf } from './problems.ts';

export interface ReporterOptions {
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** The reporter for how the program was called: JSON, silence, a bar on a terminal, or lines elsewhere. */
export function createReporter({ quiet, json, stdout, stderr }: ReporterOptions): Reporter {
  if (json === true) return jsonReporter(stdout, stderr);
  if (quiet === true) return silentReporter(stderr);
  return stdout.movesCursor ? new BarReporter(stdout, stderr) : new LineReporter(stdout, stderr);
}

/** Events that only a screen can use. */
const screenOnly: ReadonlySet<RunEvent['type']> = new Set([
  'fetch',
  'read',
  'epoch-begin',
  'progress',
  'curves',
]);

/** One event per line, and on the standard error what the user has to know. */
function jsonReporter(stdout: Output, stderr: Output): Reporter {
  return {
    report(event: RunEvent): void {
      if (event.type === 'end') writeProblems(event, stderr);
      if (screenOnly.has(event.type)) return;
      stdout.json(event);
    },
    clear() {},
  };
}

/** Only what the user has to know. */
function silentReporter(stderr: Output): Reporter {
  return {
    report(event: RunEvent): void {
      if (event.type === 'notice') stderr.write(`${event.message}\n`);
      if (event.type === 'end') writeProblems(event, stderr);
    },
    clear() {},
  };
}

function writeProblems(end: Extract<RunEvent, { type: 'end' }>, stderr: Output): void {
  for (const line of problemsOf(end)) stderr.write(`${line}\n`);
}

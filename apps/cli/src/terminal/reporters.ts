import { BarReporter } from './bar-reporter.ts';
import type { Reporter, RunEvent } from './events.ts';
import { LineReporter } from './line-reporter.ts';

export interface ReporterOptions {
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** The reporter for how the program was called: JSON, silence, a bar on a terminal, or lines elsewhere. */
export function createReporter({ quiet, json, stdout, stderr }: ReporterOptions): Reporter {
  if (json === true) return jsonReporter(stdout);
  if (quiet === true) return silentReporter(stderr);
  return stdout.isTTY ? new BarReporter(stdout, stderr) : new LineReporter(stdout, stderr);
}

/** Events that only a screen can use. */
const screenOnly: ReadonlySet<RunEvent['type']> = new Set(['fetch', 'epoch-begin', 'progress', 'curves']);

/** One event a line, and nothing else. */
function jsonReporter(stdout: NodeJS.WriteStream): Reporter {
  return {
    report(event: RunEvent): void {
      if (screenOnly.has(event.type)) return;
      stdout.write(`${JSON.stringify(event)}\n`);
    },
    clear() {},
  };
}

/** Nothing but what the user has to know. */
function silentReporter(stderr: NodeJS.WriteStream): Reporter {
  return {
    report(event: RunEvent): void {
      if (event.type === 'notice') stderr.write(`${event.message}\n`);
      if (event.type === 'end' && event.diverged) stderr.write(`Stopped: ${event.reason}\n`);
    },
    clear() {},
  };
}

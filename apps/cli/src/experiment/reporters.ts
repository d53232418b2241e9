import { type Output } from '../terminal/output.ts';
import { trialId } from '@atelier/experiments';
import type { ReporterOptions } from '../terminal/reporters.ts';
import type { ExperimentReporter, ExperimentRunEvent } from './events.ts';
import { ExperimentLineReporter } from './line-reporter.ts';
import { ExperimentTableReporter } from './table-reporter.ts';

/** The reporter for how the program was called: JSON, silence, a live table on a terminal, or lines elsewhere. */
export function experimentReporter({ quiet, json, stdout, stderr }: ReporterOptions): ExperimentReporter {
  if (json === true) return jsonReporter(stdout);
  if (quiet === true) return silentReporter(stderr);
  return stdout.isTTY
    ? new ExperimentTableReporter(stdout, stderr)
    : new ExperimentLineReporter(stdout, stderr);
}

/** One event per line, trials by their identity and label. */
function jsonReporter(stdout: Output): ExperimentReporter {
  return {
    report(event) {
      const told = jsonOf(event);
      if (told) stdout.json(told);
    },
    clear() {},
  };
}

function jsonOf(event: ExperimentRunEvent): object | undefined {
  switch (event.type) {
    case 'fetch':
    case 'read':
    case 'trial-progress':
      // Events that only a screen can use.
      return undefined;
    case 'plan':
      return {
        type: event.type,
        done: event.done,
        trials: event.trials.map(({ trial }) => ({ id: trialId(trial), label: trial.label })),
      };
    case 'trial-begin':
    case 'trial-end':
    case 'trial-failed': {
      const { trial, ...others } = event;
      return { ...others, id: trialId(trial), label: trial.label };
    }
    case 'notice':
    case 'start':
    case 'decision':
    case 'end':
      return event;
  }
}

/** Only what the user has to know. */
function silentReporter(stderr: Output): ExperimentReporter {
  const lines = new ExperimentLineReporter(stderr, stderr);
  return {
    report(event) {
      if (event.type === 'notice' || event.type === 'trial-failed') lines.report(event);
    },
    clear() {},
  };
}

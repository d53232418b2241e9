import { type Output } from '../terminal/output.ts';
import type { Trial, TrialProgress } from '@atelier/experiments';
import { duration } from '../terminal/format.ts';
import type { ExperimentRunEvent } from './events.ts';
import { cut, padColumns } from '../terminal/text.ts';
import { ExperimentLineReporter } from './line-reporter.ts';

/** Least milliseconds between two redraws. */
const interval = 100;

interface Running {
  readonly trial: Trial;
  progress: TrialProgress | undefined;
}

/** Finished trials as lines, and below them a live table of running ones, with the time left for all. */
export class ExperimentTableReporter extends ExperimentLineReporter {
  readonly #running = new Map<Trial, Running>();
  readonly #work = new Map<Trial, number>();
  readonly #now: () => number;
  #left = 0;
  #workLeft = 0;
  #workDone = 0;
  #begin = 0;
  #drawnLines = 0;
  #drawnAt = -Infinity;

  constructor(stdout: Output, stderr: Output, now: () => number = () => performance.now()) {
    super(stdout, stderr);
    this.#now = now;
  }

  override report(event: ExperimentRunEvent): void {
    switch (event.type) {
      case 'plan':
        this.clear();
        super.report(event);
        this.#work.clear();
        for (const { trial, work } of event.trials) this.#work.set(trial, work);
        this.#left = event.trials.length;
        this.#workLeft = event.trials.reduce((sum, { work }) => sum + work, 0);
        this.#workDone = 0;
        this.#begin = this.#now();
        return;
      case 'trial-begin':
        this.#running.set(event.trial, { trial: event.trial, progress: undefined });
        this.#draw();
        return;
      case 'trial-progress': {
        const running = this.#running.get(event.trial);
        if (running) running.progress = event.progress;
        if (this.#now() - this.#drawnAt >= interval) this.#draw();
        return;
      }
      case 'trial-end':
      case 'trial-failed': {
        this.#running.delete(event.trial);
        if (event.type === 'trial-end') {
          const work = this.#work.get(event.trial) ?? 0;
          this.#workDone += work;
          this.#workLeft -= work;
          this.#left--;
        }
        this.clear();
        super.report(event);
        this.#draw();
        return;
      }
      case 'end':
      case 'notice':
      case 'fetch':
      case 'read':
      case 'start':
      case 'decision':
        this.clear();
        super.report(event);
    }
  }

  override clear(): void {
    if (this.#drawnLines > 0) this.stdout.styled(`\u001B[${this.#drawnLines}A\u001B[J`);
    this.#drawnLines = 0;
  }

  #draw(): void {
    this.clear();
    const lines = Array.from(this.#running.values(), (running) => rowOf(running));
    lines.push(
      `${this.#left} trials left, ${this.#running.size} running, ETA ${duration(this.#secondsLeft())}`,
    );
    const width = this.stdout.columns - 1;
    for (const line of lines) this.line(cut(line, width));
    this.#drawnLines = lines.length;
    this.#drawnAt = this.#now();
  }

  /** From the pace so far; `NaN` before there is one. */
  #secondsLeft(): number {
    let underWay = 0;
    for (const { trial, progress } of this.#running.values()) {
      underWay += (progress?.done ?? 0) * (this.#work.get(trial) ?? 0);
    }
    const done = this.#workDone + underWay;
    if (done === 0) return Number.NaN;
    return ((this.#workLeft - underWay) * (this.#now() - this.#begin)) / 1000 / done;
  }
}

function rowOf({ trial, progress }: Running): string {
  const label = padColumns(cut(trial.label, 34), 34);
  if (!progress) return `  ${label}  starting`;
  const { epoch, epochs, done, loss, accuracy } = progress;
  const bar = '━'.repeat(Math.round(12 * done)).padEnd(12, '─');
  return `  ${label}  ${bar}  epoch ${`${epoch}/${epochs}`.padEnd(7)}  loss ${loss.toFixed(4)}  accuracy ${accuracy.toFixed(4)}`;
}

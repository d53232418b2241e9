import { kindOf, type Table } from '@atelier/experiments';
import { duration } from '../terminal/format.ts';
import type { ExperimentReporter, ExperimentRunEvent } from './events.ts';
import { columnsOf, padColumns } from '../terminal/text.ts';
import { Lines } from '../terminal/lines.ts';

/** Lines for people: one at the end of each trial. */
export class ExperimentLineReporter extends Lines implements ExperimentReporter {
  #done = 0;
  #total = 0;

  report(event: ExperimentRunEvent): void {
    switch (event.type) {
      case 'notice':
        this.notice(event.message);
        return;
      case 'fetch':
        this.fetching(event);
        return;
      case 'read':
        this.reading(event);
        return;
      case 'start':
        this.line(`${event.experiment}: ${event.question}`);
        return;
      case 'plan':
        this.#done = event.done;
        this.#total = event.done + event.trials.length;
        if (event.trials.length > 0) {
          this.line(
            `${event.trials.length} trials to run${event.done > 0 ? `, ${event.done} already done` : ''}`,
          );
        }
        return;
      case 'decision':
        this.line(`Decision: ${event.text}`);
        return;
      case 'trial-end':
        this.#done++;
        this.line(
          [
            `[${this.#done}/${this.#total}] ${event.trial.label}`,
            `${event.seconds.toFixed(1)}s`,
            kindOf(event.outcome).summary(event.outcome),
          ]
            .filter((part) => part !== '')
            .join(' - '),
        );
        return;
      case 'trial-failed':
        this.stderr.write(
          `The trial "${event.trial.label}" failed: ${event.reason}. ${event.retry ? 'It will be retried once' : 'It failed twice and is left out'}\n`,
        );
        return;
      case 'end':
        this.end(event);
        return;
      case 'trial-begin':
      case 'trial-progress':
    }
  }

  clear(): void {}

  protected end(event: Extract<ExperimentRunEvent, { type: 'end' }>): void {
    if (event.table) this.line(`\n${tableText(event.table)}`);
    for (const sentence of event.reading) this.line(`\n${sentence}`);
    const { missing, failed } = event;
    if (event.status === 'interrupted')
      this.line('Interrupted: finished trials are kept; run the same command to continue');
    if (failed.length > 0)
      this.line(`Failed twice: ${failed.join('; ')}. Run the same command to retry them`);
    if (event.status === 'incomplete' && failed.length === 0) {
      this.line(
        `${missing.length} of the experiment's trials are not in this folder (other shards'): experiment merge joins them`,
      );
    }
    this.line(`\n${event.folder} (${duration(event.seconds)})`);
    for (const file of event.files) this.line(`  ${file}`);
  }
}

/** A text table, numbers right-aligned. */
export function tableText({ columns, rows }: Table): string {
  const cells = [columns.map(({ label }) => label), ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => columnsOf(row[column] ?? ''))));
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          columns[column]?.numeric === true
            ? cell.padStart(widths[column] ?? 0)
            : padColumns(cell, widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

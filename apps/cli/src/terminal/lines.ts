import { type Output } from './output.ts';
import type { FetchUpdate } from './events.ts';
import type { ReadProgress } from '@atelier/datasets';
import { grouped, megabytes } from './format.ts';

/** Lines for people: results on stdout, problems on stderr; one per fetched file. */
export class Lines {
  protected readonly stdout: Output;
  protected readonly stderr: Output;
  #fetching: string | undefined;
  #reading: string | undefined;

  constructor(stdout: Output, stderr: Output) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  protected line(text: string): void {
    this.stdout.write(`${text}\n`);
  }

  protected notice(message: string): void {
    this.stderr.write(`${message}\n`);
  }

  protected reading({ task, total }: ReadProgress): void {
    if (task === this.#reading) return;
    this.#reading = task;
    this.line(`${task} (${grouped(total)})`);
  }

  protected fetching({ file, total }: FetchUpdate): void {
    if (file === this.#fetching) return;
    this.#fetching = file;
    this.line(`Fetching ${file} (${megabytes(total)} in total)`);
  }
}

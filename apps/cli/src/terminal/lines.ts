import { type Output } from './output.ts';
import type { FetchUpdate } from './events.ts';
import { megabytes } from './format.ts';

/** Lines for people: results on stdout, problems on stderr; one per fetched file. */
export class Lines {
  protected readonly stdout: Output;
  protected readonly stderr: Output;
  #fetching: string | undefined;

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

  protected fetching({ file, total }: FetchUpdate): void {
    if (file === this.#fetching) return;
    this.#fetching = file;
    this.line(`Fetching ${file} (${megabytes(total)} in total)`);
  }
}

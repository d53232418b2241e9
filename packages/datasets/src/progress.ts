import type { FileKey, PerFile } from './files.ts';
import type { DatasetFile } from './registry.ts';

/** Progress of fetching. */
export interface FetchProgress {
  readonly file: FileKey;
  /** Bytes fetched so far, of all files. */
  readonly bytes: number;
  /** Bytes of all files to fetch, as their authors published them. */
  readonly totalBytes: number;
  /** Seconds left at the pace so far; `undefined` before there is one. */
  readonly etaSeconds: number | undefined;
}

/** Least milliseconds between calls of the listener, except at each file's end. */
const intervalMs = 100;

/** Adds up the progress of several files. */
export class ProgressMeter {
  readonly #report: (progress: FetchProgress) => void;
  readonly #now: () => number;
  readonly #totalBytes: number;
  readonly #begun: number;
  #reported = -Infinity;
  #finishedBytes = 0;
  /** Bytes from before: they don't count for the pace. */
  #givenBytes = 0;

  constructor(
    files: PerFile<DatasetFile>,
    keys: readonly FileKey[],
    now: () => number,
    report: (progress: FetchProgress) => void,
  ) {
    this.#report = report;
    this.#now = now;
    this.#totalBytes = keys.reduce((sum, key) => sum + files[key].compressedBytes, 0);
    this.#begun = now();
  }

  resumed(bytes: number): void {
    this.#givenBytes += bytes;
  }

  update(file: FileKey, bytes: number): void {
    if (this.#now() - this.#reported >= intervalMs) this.#tell(file, this.#finishedBytes + bytes);
  }

  finish(file: FileKey, compressedBytes: number): void {
    this.#finishedBytes += compressedBytes;
    this.#tell(file, this.#finishedBytes);
  }

  #tell(file: FileKey, received: number): void {
    this.#reported = this.#now();
    // A mirror may have compressed the file differently, by a few bytes.
    const bytes = Math.min(received, this.#totalBytes);
    const pace = (bytes - this.#givenBytes) / (this.#reported - this.#begun);
    const etaSeconds = pace > 0 ? (this.#totalBytes - bytes) / pace / 1000 : undefined;
    this.#report({ file, bytes, totalBytes: this.#totalBytes, etaSeconds });
  }
}

/** Measures the parts of a run, in seconds. */
export class Stopwatch {
  readonly #begin = performance.now();
  #last = this.#begin;
  readonly #laps: Record<string, number> = {};

  /** Ends a part, which began when the previous one ended. */
  lap(name: string): void {
    const now = performance.now();
    this.#laps[name] = seconds(now - this.#last);
    this.#last = now;
  }

  /** All parts so far, and their `total`. */
  laps(): Record<string, number> {
    return { ...this.#laps, total: seconds(performance.now() - this.#begin) };
  }
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}

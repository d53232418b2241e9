import type { Turns } from './turns.ts';

/** The user's requests to a run: pause, continue, end. Read between two slices of steps. */
export class RunControls {
  /** Epochs after which the run pauses by itself. */
  pauseAfter: number | undefined;
  readonly #abort = new AbortController();
  readonly #turns: Turns;
  #paused = false;

  constructor(turns: Turns, pauseAfter: number | undefined) {
    this.#turns = turns;
    this.pauseAfter = pauseAfter;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get paused(): boolean {
    return this.#paused && !this.signal.aborted;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(pauseAfter: number | undefined): void {
    this.pauseAfter = pauseAfter;
    this.#paused = false;
    this.#turns.wake();
  }

  stop(): void {
    this.#abort.abort();
    this.#turns.wake();
  }
}

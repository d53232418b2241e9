/**
 * Decides how many steps an engine runs before it yields to the event loop: as many as fit into a time slice, so that
 * a fast engine is called rarely and a slow one still lets key presses, timers and abort signals through. It changes
 * when things happen, never what is computed.
 */
export class StepPacer {
  /** Milliseconds of work per slice. The loop promises to yield at least every 50 ms; half of it leaves room for noise. */
  static readonly slice = 25;
  readonly #fixed: number | undefined;
  #steps: number;

  /** @param fixed Steps per slice, at least 1; by default from measured times. */
  constructor(fixed?: number) {
    this.#fixed = fixed;
    this.#steps = fixed ?? 1;
  }

  /** Steps of the next slice, at least 1. */
  get steps(): number {
    return this.#steps;
  }

  /** Records the time that a slice took. */
  measured(steps: number, milliseconds: number): void {
    if (this.#fixed !== undefined) return;
    const fitting = milliseconds > 0 ? Math.floor((steps * StepPacer.slice) / milliseconds) : steps * 2;
    // At most doubling keeps one lucky measurement from making a slice far too long.
    this.#steps = Math.max(1, Math.min(fitting, this.#steps * 2));
  }
}

/** Yields to timers, input and abort signals. */
export async function yieldToEventLoop(): Promise<void> {
  await new Promise<void>((resolve) => {
    // A timer waits at least a millisecond (4 in a browser, once nested): these don't.
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}

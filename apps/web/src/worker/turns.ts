type Job = () => void | Promise<void>;

/**
 * A queue for work that needs the model, one job at a time, in order. An exclusive job (a run, a model being
 * opened) may take long; shared jobs (a prediction) then run whenever it drains them, between two slices of steps.
 */
export class Turns {
  readonly #onFailure: (error: unknown) => void;
  readonly #shared: Job[] = [];
  readonly #exclusive: Job[] = [];
  #busy = false;
  #wake: (() => void) | undefined;

  /** @param onFailure called with a job's error; the next job runs all the same */
  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  add(job: Job): void {
    this.#shared.push(job);
    this.wake();
    void this.#work();
  }

  addExclusive(job: Job): void {
    this.#exclusive.push(job);
    void this.#work();
  }

  /** Runs the waiting shared jobs. Called by an exclusive job. */
  async drain(): Promise<void> {
    for (let job = this.#shared.shift(); job; job = this.#shared.shift()) await this.#run(job);
  }

  /** Resolves when a shared job arrives, or at `wake`. Called by an exclusive job. */
  async arrival(): Promise<void> {
    if (this.#shared.length > 0) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Ends a wait for an arrival. */
  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#shared.length + this.#exclusive.length > 0) {
      await this.drain();
      const job = this.#exclusive.shift();
      if (job) await this.#run(job);
    }
    this.#busy = false;
  }

  async #run(job: Job): Promise<void> {
    try {
      await job();
    } catch (error) {
      this.#onFailure(error);
    }
  }
}

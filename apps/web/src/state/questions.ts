import type { Report } from '../messages.ts';

/** A report that answers the request with its `id`. */
export type Answer = Extract<Report, { readonly id: number }>;

/** Reports of the worker without a request. */
export type Told = Exclude<Report, Answer>;

/** Pending questions to the worker. */
export class Questions {
  readonly #waiting = new Map<number, (answer: Answer | undefined) => void>();
  #last = 0;

  /** Asks a question; `undefined` when the worker dies before it answers. */
  ask(put: (id: number) => void): Promise<Answer | undefined> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      put(id);
    });
  }

  answer(answer: Answer): void {
    this.#waiting.get(answer.id)?.(answer);
    this.#waiting.delete(answer.id);
  }

  /** Called when no more answers will come. */
  abandon(): void {
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}

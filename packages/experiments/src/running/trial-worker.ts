import type { Worker } from 'node:worker_threads';
import type { TrialProgress } from '../tasks/context.ts';
import type { Outcome } from '../tasks/task.ts';
import type { TrialReply, TrialRequest } from './messages.ts';

/** A thread that runs trials, one after another. */
export class TrialWorker {
  readonly #thread: Worker;
  #dead: Error | undefined;
  #onDeath: (error: Error) => void = () => {};
  #onReply: (reply: TrialReply) => void = () => {};

  constructor(thread: Worker) {
    this.#thread = thread;
    thread.on('message', (reply: TrialReply) => this.#onReply(reply));
    thread.on('messageerror', (error) => this.#died(error));
    thread.on('error', (error) => this.#died(error));
    thread.on('exit', (code) => this.#died(new Error(`it ended with exit code ${code}`)));
  }

  /** Whether it can take another trial. */
  get alive(): boolean {
    return this.#dead === undefined;
  }

  /** @throws Error when the trial fails, or the thread dies with it */
  async run({ task, seed }: TrialRequest, onProgress: (progress: TrialProgress) => void): Promise<Outcome> {
    if (this.#dead) throw this.#dead;
    return new Promise((resolve, reject) => {
      this.#onDeath = reject;
      this.#onReply = (reply) => {
        switch (reply.type) {
          case 'progress':
            onProgress(reply.progress);
            return;
          case 'outcome':
            resolve(reply.outcome);
            return;
          case 'failed':
            reject(new Error(reply.reason));
        }
      };
      this.#thread.postMessage({ task, seed } satisfies TrialRequest);
    });
  }

  /** Ends the thread, whatever it is doing. */
  async terminate(): Promise<void> {
    await this.#thread.terminate();
  }

  #died(error: Error): void {
    this.#dead ??= new Error(`the worker died: ${error.message}`, { cause: error });
    this.#onDeath(this.#dead);
  }
}

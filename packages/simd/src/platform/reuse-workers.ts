import type { ThreadRequest } from '../threads/messages.ts';
import type { Platform, RunningWorker, WorkerEvents } from './platform.ts';

/**
 * Passes idle workers on to the next session instead of ending them. A browser fetches a worker's script each time it
 * starts one: a page that has gone offline could not train a second time.
 */
export function reuseWorkers(start: Platform['startWorker']): Platform['startWorker'] {
  /** By the address of their script. */
  const places = new Map<string | undefined, ReusedWorker[]>();
  return async (events, copy) => {
    const idle = places.get(copy?.href) ?? [];
    places.set(copy?.href, idle);
    const spare = idle.pop();
    if (spare) {
      spare.events = events;
      return spare;
    }
    const worker: ReusedWorker = new ReusedWorker(events, idle);
    const own: WorkerEvents = {
      onMessage: (message) => worker.heard(message),
      onDeath: (cause) => worker.died(cause),
    };
    worker.started = await start(own, copy);
    return worker;
  };
}

class ReusedWorker implements RunningWorker {
  events: WorkerEvents;
  started: RunningWorker | undefined;
  /** Replies that are to come, and how many of them are to a former owner. */
  #due = 0;
  #stale = 0;
  readonly #idle: ReusedWorker[];

  constructor(events: WorkerEvents, idle: ReusedWorker[]) {
    this.events = events;
    this.#idle = idle;
  }

  post(message: unknown): void {
    this.#due += 1;
    this.started?.post(message);
  }

  async terminate(): Promise<void> {
    this.#leave();
    await this.started?.terminate();
  }

  async release(): Promise<void> {
    // It is not replied to. A worker that is still starting comes to it, and to the next owner's requests, when it has started.
    const rest: ThreadRequest = { type: 'rest' };
    this.started?.post(rest);
    this.#stale = this.#due;
    this.#idle.push(this);
  }

  heard(message: unknown): void {
    this.#due -= 1;
    if (this.#stale > 0) this.#stale -= 1;
    else this.events.onMessage(message);
  }

  died(cause: Error): void {
    this.#leave();
    this.events.onDeath(cause);
  }

  #leave(): void {
    const place = this.#idle.indexOf(this);
    if (place >= 0) this.#idle.splice(place, 1);
  }
}

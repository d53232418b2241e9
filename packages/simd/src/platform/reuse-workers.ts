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
      onMessage: (message) => worker.events.onMessage(message),
      onDeath: (cause) => worker.died(cause),
    };
    worker.started = await start(own, copy);
    return worker;
  };
}

class ReusedWorker implements RunningWorker {
  events: WorkerEvents;
  started: RunningWorker | undefined;
  readonly #idle: ReusedWorker[];

  constructor(events: WorkerEvents, idle: ReusedWorker[]) {
    this.events = events;
    this.#idle = idle;
  }

  post(message: unknown): void {
    this.started?.post(message);
  }

  async terminate(): Promise<void> {
    this.#leave();
    await this.started?.terminate();
  }

  async release(): Promise<void> {
    const rest: ThreadRequest = { type: 'rest' };
    this.post(rest);
    this.#idle.push(this);
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

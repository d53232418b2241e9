import { type Report, type Request, transferables } from '../messages.ts';

export interface WorkerEvents {
  readonly onReport: (report: Report) => void;
  /** The worker is gone: it crashed, or the browser ended it. Comes once; not after `end`. */
  readonly onDeath: (message: string) => void;
}

let workers = 0;

/** The worker that trains, seen from the page. */
export class TrainingWorker {
  readonly #worker: Worker;
  readonly #events: WorkerEvents;
  readonly #ended = new AbortController();

  constructor(events: WorkerEvents) {
    this.#events = events;
    this.#worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Report>) => {
      if (data.type === 'alive') this.#watch(data.lock);
      else if (!this.#ended.signal.aborted) events.onReport(data);
    });
    this.#worker.addEventListener('error', (event) => {
      this.#died(event.message);
    });
    workers++;
    this.send({
      type: 'stay-alive',
      lock: `atelier-worker-${workers}-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`,
    });
  }

  send(request: Request): void {
    this.#worker.postMessage(request, transferables(request));
  }

  /** Ends the worker on purpose. */
  end(): void {
    this.#ended.abort();
    this.#worker.terminate();
  }

  /** A browser tells nobody that it ended a worker; but the worker's lock becomes free. */
  #watch(lock: string): void {
    navigator.locks
      .request(lock, { signal: this.#ended.signal }, () => {
        this.#died('');
      })
      .catch(() => undefined);
  }

  #died(message: string): void {
    if (this.#ended.signal.aborted) return;
    this.end();
    this.#events.onDeath(message);
  }
}

import { type Report, type Request, transferables } from '../messages.ts';
import { type Answer, Questions, type Told } from './questions.ts';

export interface WorkerEvents {
  readonly onReport: (report: Told) => void;
  /** The worker crashed, the browser ended it, or it never started. Called once; not after `end`. */
  readonly onDeath: (death: WorkerDeath) => void;
}

export interface WorkerDeath {
  /** - `dead`: it had begun to work. - `unreachable`: its script could not be loaded. */
  readonly status: 'dead' | 'unreachable';
  readonly message: string;
}

let workers = 0;

/** The worker that trains, seen from the page. */
export class TrainingWorker {
  readonly #worker: Worker;
  readonly #events: WorkerEvents;
  readonly #questions = new Questions();
  readonly #ended = new AbortController();
  #spoke = false;

  constructor(events: WorkerEvents) {
    this.#events = events;
    this.#worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Report>) => {
      if (this.#ended.signal.aborted) return;
      this.#spoke = true;
      if (data.type === 'alive') this.#watch(data.lock);
      else if ('id' in data) this.#questions.answer(data);
      else events.onReport(data);
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

  /** Sends a question; `undefined` when the worker ends before it answers. */
  async ask(question: (id: number) => Request): Promise<Answer | undefined> {
    if (this.#ended.signal.aborted) return undefined;
    return this.#questions.ask((id) => this.send(question(id)));
  }

  /** Ends the worker on purpose. */
  end(): void {
    this.#ended.abort();
    this.#worker.terminate();
    this.#questions.abandon();
  }

  /** A browser does not notify a page that it ended a worker; but the worker's lock becomes free. */
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
    this.#events.onDeath({ status: this.#spoke ? 'dead' : 'unreachable', message });
  }
}

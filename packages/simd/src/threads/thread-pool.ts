import { platform } from '#platform';
import type { PackageCopy, Platform, RunningWorker, WorkerEvents } from '../platform/platform.ts';
import { abortThreads, breakerOf } from './abort.ts';
import { expectWorkers, haveJoined } from './joining.ts';
import { instantiateKernels, type Kernels } from './kernels.ts';
import { isThreadReply, type ThreadRequest } from './messages.ts';
import type { Runner } from './runner.ts';

type Host = Pick<Platform, 'canWait' | 'compileKernels' | 'startWorker' | 'startsAfter'>;

/** Milliseconds between turns of the event loop: a timer takes some, in a page, and runs may be short. */
const TURNS = 100;

/**
 * Threads over one shared memory: the calling one and workers, which meet at barriers. The calling thread is awake, and has a core;
 * threads that slept may all be woken on one core, and stay there for 20 ms. Where it must not wait, on a page's main thread, it only
 * sends and awaits messages, and there is a worker more. When a thread dies, the others are told to stop, and the call fails.
 */
export class ThreadPool implements Runner {
  readonly threads: number;
  readonly #memory: WebAssembly.Memory;
  readonly #module: WebAssembly.Module;
  readonly #startWorker: (events: WorkerEvents) => Promise<RunningWorker>;
  readonly #startsAfter: number;
  /** The number of the first worker: 1 where the calling thread is thread 0. */
  readonly #firstWorker: 0 | 1;
  #kernels: Kernels | undefined;
  #workers: readonly RunningWorker[] = [];
  #starting: Promise<void> | undefined;
  #started = false;
  /** When the event loop last had a turn, while workers are being started and the calling thread works alone. */
  #lastTurn: number | undefined;
  /** Milliseconds that the calling thread has worked. */
  #worked = 0;
  /** Replies that the current call waits for. */
  #pending = 0;
  #settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #death: Error | undefined;
  #disposed = false;

  private constructor(
    memory: WebAssembly.Memory,
    module: WebAssembly.Module,
    threads: number,
    host: Host,
    copy: PackageCopy,
  ) {
    this.#memory = memory;
    this.#module = module;
    this.threads = threads;
    this.#startWorker = (events) => host.startWorker(events, copy);
    this.#startsAfter = host.startsAfter;
    this.#firstWorker = host.canWait() ? 1 : 0;
  }

  /**
   * A pool of `threads` threads. Its workers are started in the background when `ready` is asked for them and there is enough work. Where
   * they do not start, the calling thread goes on alone, and `console.warn` says why.
   */
  static async create(
    memory: WebAssembly.Memory,
    threads: number,
    copy?: PackageCopy,
    host: Host = platform,
  ): Promise<ThreadPool> {
    return new ThreadPool(memory, await host.compileKernels(true, copy), threads, host, copy);
  }

  /** A pool of `threads` threads, whose workers are ready. */
  static async start(
    memory: WebAssembly.Memory,
    threads: number,
    copy?: PackageCopy,
    host: Host = platform,
  ): Promise<ThreadPool> {
    const pool = await ThreadPool.create(memory, threads, copy, host);
    try {
      await pool.#start();
    } catch (error) {
      await pool.dispose();
      throw new Error(`${messageOf(error)}. Use fewer: simdEngine({ threads: 1 }), or --threads 1`, {
        cause: error,
      });
    }
    return pool;
  }

  ready(threads: number): boolean {
    if (threads === 1 || this.#started) return true;
    if (this.#worked >= this.#startsAfter) this.#startInBackground();
    return false;
  }

  async run(threads: number = this.threads): Promise<void> {
    if (threads === 1) return this.#runAlone();
    if (!this.#started) await this.#start();
    const others = this.#call(threads, () => ({ type: 'run', threads }));
    await Promise.all([others, this.#firstWorker === 1 && this.#takePart(threads)]);
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    // Threads that are only starting have no work to break off.
    const idle = !this.#death && !(this.#started && this.#settle);
    abortThreads(this.#memory, 'disposal');
    this.#settle?.reject(disposedError());
    // Workers that are being started are there to be ended.
    await this.#starting?.catch(() => {});
    const end = async (worker: RunningWorker): Promise<void> =>
      idle && worker.release ? worker.release() : worker.terminate();
    await Promise.all(this.#workers.map(end));
  }

  async #runAlone(): Promise<void> {
    const kernels = await this.#ownKernels();
    if (this.#started && this.#death) throw this.#death;
    if (this.#disposed) throw disposedError();
    const begin = performance.now();
    kernels.run(0, 1);
    this.#worked += performance.now() - begin;
    // Workers report that they have started: a caller that only awaits runs would never hear of it.
    if (this.#lastTurn !== undefined && performance.now() - this.#lastTurn > TURNS) {
      await nextTurn();
      if (this.#lastTurn !== undefined) this.#lastTurn = performance.now();
    }
  }

  /** The calling thread's share of a run, as thread 0. It does not begin before the others: it would wait for one that has died. */
  async #takePart(threads: number): Promise<void> {
    const kernels = await this.#ownKernels();
    for (;;) {
      this.#checkAlive();
      if (haveJoined(this.#memory, threads - 1)) break;
      await nextTurn();
    }
    try {
      kernels.run(0, threads);
    } catch (cause) {
      const breaker = abortThreads(this.#memory, 0);
      // The run is failed by the message of the worker that broke it.
      if (typeof breaker === 'number' && breaker > 0) return;
      this.#fail(0, cause);
      throw this.#death ?? disposedError();
    }
  }

  async #ownKernels(): Promise<Kernels> {
    this.#kernels ??= await instantiateKernels(this.#module, this.#memory);
    return this.#kernels;
  }

  #startInBackground(): void {
    if (this.#starting) return;
    this.#lastTurn = performance.now();
    this.#start()
      .catch((error: unknown) => {
        if (!this.#disposed) console.warn(`${messageOf(error)}. The calling thread goes on alone`);
      })
      .finally(() => {
        this.#lastTurn = undefined;
      });
  }

  #start(): Promise<void> {
    this.#starting ??= this.#startWorkers().catch((error: unknown) => {
      // `dispose` ends them itself.
      if (!this.#disposed) this.#terminate();
      throw error;
    });
    return this.#starting;
  }

  async #startWorkers(): Promise<void> {
    this.#checkAlive();
    const numbers = Array.from(
      { length: this.threads - this.#firstWorker },
      (_, index) => index + this.#firstWorker,
    );
    const starts = await Promise.allSettled(
      numbers.map((thread) =>
        this.#startWorker({
          onMessage: (message) => this.#receive(thread, message),
          onDeath: (cause) => this.#fail(thread, cause),
        }),
      ),
    );
    this.#workers = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    for (const [index, start] of starts.entries()) {
      if (start.status === 'rejected') this.#fail(index + this.#firstWorker, start.reason);
    }
    const kernels = { module: this.#module, memory: this.#memory };
    await this.#call(this.threads, (thread) => ({ type: 'start', ...kernels, thread }));
    this.#started = true;
  }

  /** Asks the workers among the first `threads` threads, and waits for their replies. */
  async #call(threads: number, request: (thread: number) => ThreadRequest): Promise<void> {
    this.#checkAlive();
    expectWorkers(this.#memory);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#settle = { resolve, reject };
        this.#pending = threads - this.#firstWorker;
        for (const [index, worker] of this.#workers.slice(0, this.#pending).entries()) {
          const thread = index + this.#firstWorker;
          try {
            worker.post(request(thread));
          } catch (cause) {
            return this.#fail(thread, cause);
          }
        }
      });
    } finally {
      this.#settle = undefined;
    }
  }

  #checkAlive(): void {
    if (this.#death) throw this.#death;
    if (this.#disposed) throw disposedError();
  }

  #receive(thread: number, message: unknown): void {
    if (!isThreadReply(message)) return this.#fail(thread, new TypeError('it sent an unknown message'));
    if (message.type === 'failed') {
      // Those that give up because another broke say so too.
      const breaker = breakerOf(this.#memory) ?? thread;
      if (breaker === thread) this.#fail(thread, new Error(message.message));
      return;
    }
    this.#pending -= 1;
    if (this.#pending === 0) this.#settle?.resolve();
  }

  #fail(thread: number, cause: unknown): void {
    if (this.#disposed || this.#death) return;
    const subject = `Thread ${thread + 1} of ${this.threads} of the simd engine`;
    const message = this.#started
      ? `${subject} died: ${messageOf(cause)}. Make a new session, perhaps with fewer threads`
      : `${subject} did not start: ${messageOf(cause)}`;
    this.#death = new Error(message, { cause });
    // Where none has started, the calling thread may go on: it must not give up.
    if (this.#started) abortThreads(this.#memory, thread);
    // Other workers may be asleep in a barrier, or waiting forever for a message: end them all.
    this.#terminate();
    this.#settle?.reject(this.#death);
  }

  #terminate(): void {
    for (const worker of this.#workers) worker.terminate().catch(() => {});
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function disposedError(): Error {
  return new Error('The simd engine was disposed during a run');
}

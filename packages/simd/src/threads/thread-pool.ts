import { platform } from '#platform';
import { ABORTED, BARRIER_GENERATION } from '../memory/control.ts';
import type { PackageCopy, Platform, RunningWorker } from '../platform/platform.ts';
import { instantiateKernels, type Kernels } from './kernels.ts';
import type { ThreadReply, ThreadRequest } from './messages.ts';
import type { Runner } from './runner.ts';

/**
 * Workers over one shared memory. The calling thread only sends and awaits messages, so its event loop stays free; the
 * workers meet at their own barriers. When one dies, the others are told to stop, and the call fails. A run on one thread takes the
 * calling one: messages to a worker and back cost time wherever cores are busy.
 */
export class ThreadPool implements Runner {
  readonly threads: number;
  readonly #memory: WebAssembly.Memory;
  readonly #module: WebAssembly.Module;
  #kernels: Kernels | undefined;
  #workers: readonly RunningWorker[] = [];
  /** Replies that the current call waits for. */
  #pending = 0;
  #settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #death: Error | undefined;
  #disposed = false;

  private constructor(memory: WebAssembly.Memory, module: WebAssembly.Module, threads: number) {
    this.#memory = memory;
    this.#module = module;
    this.threads = threads;
  }

  /** Starts `threads` workers, and waits until they are ready. */
  static async start(
    memory: WebAssembly.Memory,
    threads: number,
    copy?: PackageCopy,
    host: Pick<Platform, 'compileKernels' | 'startWorker'> = platform,
  ): Promise<ThreadPool> {
    const module = await host.compileKernels(true, copy);
    const pool = new ThreadPool(memory, module, threads);
    const starting = Array.from({ length: threads }, (_, thread) =>
      host.startWorker(
        {
          onMessage: (message) => pool.#receive(thread, message),
          onDeath: (cause) => pool.#fail(thread, cause),
        },
        copy,
      ),
    );
    pool.#workers = await Promise.all(starting);
    try {
      await pool.#call(threads, (thread) => ({ type: 'start', module, memory, thread }));
    } catch (error) {
      await pool.dispose();
      throw error;
    }
    return pool;
  }

  async run(threads: number = this.threads): Promise<void> {
    if (threads > 1) return this.#call(threads, () => ({ type: 'run', threads }));
    this.#kernels ??= await instantiateKernels(this.#module, this.#memory);
    this.#checkIdle();
    this.#kernels.run(0, 1);
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    const idle = !this.#settle && !this.#death;
    this.#stop();
    this.#settle?.reject(new Error('The simd engine was disposed during a run'));
    const end = async (worker: RunningWorker): Promise<void> =>
      idle && worker.release ? worker.release() : worker.terminate();
    await Promise.all(this.#workers.map(end));
  }

  async #call(threads: number, request: (thread: number) => ThreadRequest): Promise<void> {
    this.#checkIdle();
    try {
      await new Promise<void>((resolve, reject) => {
        this.#settle = { resolve, reject };
        this.#pending = threads;
        for (const [thread, worker] of this.#workers.slice(0, threads).entries()) {
          worker.post(request(thread));
        }
      });
    } finally {
      this.#settle = undefined;
    }
  }

  #checkIdle(): void {
    if (this.#death) throw this.#death;
    if (this.#settle) throw new Error('The simd engine is busy: await one call before the next');
  }

  #receive(thread: number, message: unknown): void {
    if (!isThreadReply(message)) return this.#fail(thread, new TypeError('it sent an unknown message'));
    if (message.type === 'failed') return this.#fail(thread, new Error(message.message));
    this.#pending -= 1;
    if (this.#pending === 0) this.#settle?.resolve();
  }

  #fail(thread: number, cause: Error): void {
    if (this.#disposed || this.#death) return;
    this.#death = new Error(
      `Thread ${thread + 1} of ${this.threads} of the simd engine died: ${cause.message}. Make a new session, perhaps with fewer threads`,
      { cause },
    );
    this.#stop();
    // Other workers may be asleep in a barrier, or waiting forever for a message: end them all.
    for (const worker of this.#workers) worker.terminate().catch(() => {});
    this.#settle?.reject(this.#death);
  }

  /** Makes threads that wait in a barrier give up. */
  #stop(): void {
    const words = new Int32Array(this.#memory.buffer);
    Atomics.store(words, ABORTED / 4, 1);
    Atomics.notify(words, BARRIER_GENERATION / 4);
  }
}

function isThreadReply(message: unknown): message is ThreadReply {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  return message.type === 'started' || message.type === 'finished' || message.type === 'failed';
}

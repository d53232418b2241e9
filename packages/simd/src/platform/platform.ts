/** What differs between Node and a browser. */
export interface Platform {
  /** The address of a folder that the caller named. */
  readonly folderUrl: (folder: string) => URL;
  /** Compiles the kernels' module: for a shared memory, or for one thread. */
  readonly compileKernels: (shared: boolean, copy: PackageCopy) => Promise<WebAssembly.Module>;
  /** Threads that the machine runs concurrently. */
  readonly cores: () => number;
  /** Whether threads can share memory here. */
  readonly canShareMemory: () => boolean;
  /** Whether the calling thread may wait for others: a page's main thread may not. */
  readonly canWait: () => boolean;
  /** Milliseconds of work on the calling thread after which other threads are worth their start. */
  readonly startsAfter: number;
  /** Starts a thread that waits for messages of type `ThreadRequest`. */
  readonly startWorker: (events: WorkerEvents, copy: PackageCopy) => Promise<RunningWorker>;
}

/** A folder, ending in `/`, with a copy of this package's `dist`; `undefined` for the package itself. */
export type PackageCopy = URL | undefined;

export interface WorkerEvents {
  /** `message` is a `ThreadReply`, checked by the receiver. */
  readonly onMessage: (message: unknown) => void;
  /** The worker failed or ended; no more messages come. */
  readonly onDeath: (cause: Error) => void;
}

export interface RunningWorker {
  post(message: unknown): void;
  terminate(): Promise<void>;
  /** Instead of `terminate`, for a worker that is idle or starting: where it is worthwhile, the next session takes it over. */
  release?(): Promise<void>;
}

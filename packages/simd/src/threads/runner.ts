/** Runs the steps that the memory's control block describes, on one thread or several. */
export interface Runner {
  /** The most threads that share the work. */
  readonly threads: number;
  /** Whether so many threads can take part now. Where they can't, they are started in the background if there is enough work for them. */
  ready(threads: number): boolean;
  /**
   * Settles when all threads have finished. Runs are made one after another: a session sees to it.
   *
   * @param threads how many of them take part: by default all
   * @throws Error when a thread died; the runner is unusable afterwards
   */
  run(threads?: number): Promise<void>;
  /** Ends the threads. A second call does nothing. */
  dispose(): Promise<void>;
}

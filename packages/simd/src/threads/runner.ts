/** Runs the steps that the memory's control block describes, on one thread or several. */
export interface Runner {
  /** Threads that share the work. */
  readonly threads: number;
  /**
   * Settles when all threads have finished.
   *
   * @throws Error when a thread died; the runner is unusable afterwards
   */
  run(): Promise<void>;
  /** Ends the threads. A second call does nothing. */
  dispose(): Promise<void>;
}

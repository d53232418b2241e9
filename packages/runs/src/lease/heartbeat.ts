import { Worker } from 'node:worker_threads';

/**
 * Runs on a thread of its own, since a training blocks the main one. It keeps the file open: should another process put its lock in
 * place, that one is not touched. Writing the same bytes again sets the time by the clock of the file system. CommonJS as text, so
 * that there is no file that a bundler could lose.
 */
const program = `
const { openSync, readFileSync, writeSync } = require('node:fs');
const { workerData: { path, content, interval } } = require('node:worker_threads');
const file = openSync(path, 'r+');
if (readFileSync(file, 'utf8') === content) {
  setInterval(() => {
    try { writeSync(file, content, 0); } catch {}
  }, interval);
}
`;

/** Says in a file, every few seconds, that this process lives. */
export class Heartbeat {
  readonly #thread: Worker;

  /**
   * @param content what the file holds
   * @param interval milliseconds
   */
  constructor(path: string, content: string, interval: number) {
    this.#thread = new Worker(program, {
      eval: true,
      workerData: { path, content, interval },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    });
    this.#thread.unref();
    // Without memory for a thread, or without the file, there is no sign of life: those who can still ask the process.
    this.#thread.on('error', () => {});
  }

  stop(): void {
    void this.#thread.terminate();
  }
}

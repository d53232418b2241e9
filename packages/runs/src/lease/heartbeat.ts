import { Worker } from 'node:worker_threads';

/**
 * Runs in its own thread, since a training blocks the main one. It keeps the file open: if another process puts its lock in
 * place, that one is not touched. Rewriting the same bytes sets the time by the file system's clock. CommonJS as text, so
 * that no bundler can lose the file.
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

/** Updates a file every few seconds to show that this process is alive. */
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
    // Without memory for a thread, or without the file, there is no heartbeat: others may still check the process.
    this.#thread.on('error', () => {});
  }

  stop(): void {
    void this.#thread.terminate();
  }
}

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Command } from './command.ts';
import { epochRequest, type Message, parseMessage } from './line-protocol.ts';
import { peakMemory } from './peak-memory.ts';

type Ready = Extract<Message, { type: 'ready' }>;
type Epoch = Extract<Message, { type: 'epoch' }>;

/** A contestant's process, from outside. Only one call at a time. */
export class ContestantProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  /** How the process ended. */
  readonly #ending: Promise<string>;
  #stderr = '';

  constructor({ file, args, env }: Command) {
    this.#child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-10_000);
    });
    // A process that has ended is noticed where its answer is read.
    this.#child.stdin.on('error', () => {});
    this.#ending = new Promise((resolve) => {
      this.#child.on('error', (error) => resolve(error.message));
      this.#child.on('close', (code, signal) => resolve(lastLine(this.#stderr) ?? `exit ${code ?? signal}`));
    });
  }

  /**
   * Waits until the contestant has its data in memory.
   *
   * @throws Error with the last line of its stderr, when it ends before
   */
  async ready(): Promise<Ready> {
    const message = await this.#next();
    if (message.type !== 'ready') throw new Error(`Expected ready, found ${message.type}`);
    return message;
  }

  /** @throws Error with the last line of its stderr, when it ends before the epoch does */
  async epoch(): Promise<Epoch> {
    this.#child.stdin.write(`${epochRequest}\n`);
    const message = await this.#next();
    if (message.type !== 'epoch') throw new Error(`Expected epoch, found ${message.type}`);
    return message;
  }

  /** In bytes, so far. */
  get peakMemory(): number | undefined {
    return this.#child.pid === undefined ? undefined : peakMemory(this.#child.pid);
  }

  /** Ends it, and waits for that. A second call does nothing. */
  async end(): Promise<void> {
    this.#child.stdin.end();
    await this.#ending;
  }

  async #next(): Promise<Message> {
    const line = await this.#lines.next();
    if (line.done !== true) return parseMessage(line.value);
    throw new Error(await this.#ending);
  }
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1)?.trim() || undefined;
}

import { oneLine } from '@atelier/checks';
import { exitCodes } from './errors.ts';
import { stderr } from './terminal/output.ts';

/** The user ended the program before there was anything to keep. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('Interrupted');
    this.exitCode = exitCode;
  }
}

const signals = {
  SIGINT: exitCodes.interrupted,
  SIGTERM: exitCodes.terminated,
  SIGHUP: exitCodes.hungUp,
} as const;

/** The active watches, for `outputClosed` to notify. */
const running = new Set<InterruptionWatch>();

/**
 * Turns Ctrl-C, SIGTERM and the end of the terminal into an abort signal while something runs. A second Ctrl-C or SIGTERM
 * ends the program at once.
 */
export class InterruptionWatch {
  readonly #controller = new AbortController();
  readonly #listeners: (() => void)[] = [];
  #exitCode: number | undefined;

  constructor() {
    for (const [name, code] of Object.entries(signals)) {
      const listener = (): void => {
        // A terminal that closes sends SIGHUP, and may break the output before or after it: that is one interruption.
        if (this.#exitCode !== undefined && name !== 'SIGHUP') process.exit(code);
        this.interrupt(code);
      };
      process.on(name, listener);
      this.#listeners.push(() => process.off(name, listener));
    }
    running.add(this);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The program's exit code, when it was interrupted. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  interrupt(exitCode: number): void {
    this.#exitCode ??= exitCode;
    this.#controller.abort();
  }

  /** @throws Interruption when the user has ended the program */
  throwIfInterrupted(): void {
    if (this.#exitCode !== undefined) throw new Interruption(this.#exitCode);
  }

  stop(): void {
    for (const stop of this.#listeners.splice(0)) stop();
    running.delete(this);
  }
}

/** Whether it was handled: each later write fails too. */
let broken = false;

/**
 * The output has no reader any more: a pipe ended (`atelier … | head`), or the terminal was closed. A running command is
 * interrupted, so that it saves what it has; otherwise the program is done.
 */
export function outputClosed(): void {
  if (broken) return;
  broken = true;
  endRunning(exitCodes.success, exitCodes.hungUp);
}

/** The output takes no more, as a file on a full disk: one line says why, and a running command is interrupted. */
export async function outputFailed(cause: unknown): Promise<void> {
  if (broken) return;
  broken = true;
  const { WriteError } = await import('@atelier/runs');
  stderr.write(`error: ${oneLine(new WriteError('The output', cause))}\n`);
  endRunning(exitCodes.failure, exitCodes.failure);
}

/** @param idle the exit code of a command that has nothing to save */
function endRunning(idle: number, interrupted: number): void {
  if (running.size === 0) process.exit(idle);
  for (const watch of running) watch.interrupt(interrupted);
}

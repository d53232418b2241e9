import { exitCodes } from './errors.ts';

/** The user ended the program before there was anything to keep. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('Interrupted');
    this.exitCode = exitCode;
  }
}

/** Turns Ctrl-C and SIGTERM into an abort signal while something runs. A second Ctrl-C ends the program at once. */
export class InterruptionWatch {
  readonly #controller = new AbortController();
  readonly #listeners: (() => void)[] = [];
  #exitCode: number | undefined;

  constructor() {
    const codes = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const;
    for (const [name, code] of Object.entries(codes)) {
      const listener = (): void => {
        if (this.#exitCode !== undefined) process.exit(code);
        this.#exitCode = code;
        this.#controller.abort();
      };
      process.on(name, listener);
      this.#listeners.push(() => process.off(name, listener));
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The program's exit code, when it was interrupted. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** @throws Interruption when the user has ended the program */
  throwIfInterrupted(): void {
    if (this.#exitCode !== undefined) throw new Interruption(this.#exitCode);
  }

  stop(): void {
    for (const stop of this.#listeners.splice(0)) stop();
  }
}

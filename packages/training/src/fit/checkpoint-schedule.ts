import type { Checkpoint, CheckpointOptions } from './checkpoint.ts';

/** When checkpoints are due. Each moment of a training, told by the steps that the whole run has taken, is saved once. */
export class CheckpointSchedule {
  readonly #options: CheckpointOptions | undefined;
  #savedAt: number | undefined;

  /** @param options without them there are none */
  constructor(options: CheckpointOptions | undefined) {
    this.#options = options;
  }

  /** Steps from a step on until one is due: runs of steps are cut there. */
  stepsUntilDue(step: number): number {
    const every = this.#options?.every ?? 'epoch';
    return every === 'epoch' ? Infinity : every - (step % every);
  }

  isDue(after: 'epoch' | 'steps', stepsDone: number): boolean {
    const every = this.#options?.every;
    return every === 'epoch' ? after === 'epoch' : every !== undefined && stepsDone % every === 0;
  }

  /** Saves what `make` gives, unless this moment was saved. */
  async save(stepsDone: number, make: () => Promise<Checkpoint>): Promise<void> {
    if (!this.#options || this.#savedAt === stepsDone) return;
    await this.#options.save(await make());
    this.markSaved(stepsDone);
  }

  /** A training that resumes from this moment has it saved. */
  markSaved(stepsDone: number): void {
    this.#savedAt = stepsDone;
  }
}

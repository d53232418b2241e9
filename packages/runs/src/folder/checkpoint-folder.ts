import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFunction, oneLine } from '@atelier/checks';
import { type Checkpoint, CheckpointError, decodeCheckpoint, encodeCheckpoint } from '@atelier/training';
import { checkPath } from '../check-path.ts';
import { checkNoLinks, readOwnFile } from './own-files.ts';
import { RunFolderError } from './run-folder-error.ts';
import { checkpointsFolder } from './run-files.ts';
import { unfinished } from './unfinished.ts';
import { writeWhole } from './write-whole.ts';

/** How many are kept, in case the newest is damaged. */
const kept = 2;

/** The largest checkpoint that is read, in bytes. */
const limit = 2 ** 31;

const pattern = /^epoch-\d{6}-step-\d{9}\.safetensors$/;

/** The checkpoints of a run folder, which only this process writes to. */
export class CheckpointFolder {
  readonly #run: string;
  /** Those known to be whole, oldest first. */
  #whole: string[] = [];

  /** @param run the run folder, an absolute path */
  constructor(run: string) {
    checkPath('run', run);
    this.#run = run;
  }

  /**
   * Saves a checkpoint, and keeps only the one before it.
   *
   * @throws WriteError when it cannot be written: those before it stay
   */
  async save(checkpoint: Checkpoint): Promise<void> {
    const folder = join(this.#run, checkpointsFolder);
    await mkdir(folder, { recursive: true });
    const name = nameOf(checkpoint);
    await writeWhole(join(folder, name), await encodeCheckpoint(checkpoint));
    this.#whole = [...this.#whole.filter((other) => other !== name), name].slice(-kept);
    for (const other of readdirSync(folder)) {
      const ours = pattern.test(other) || other.endsWith(unfinished);
      if (ours && !this.#whole.includes(other))
        await rm(join(folder, other), { recursive: true, force: true });
    }
  }

  /**
   * The newest intact checkpoint; `undefined` if there is none.
   *
   * @param onDamaged called with one line for each newer, damaged one
   * @throws RunFolderError when the folder of checkpoints is a link
   */
  async newest(onDamaged: (message: string) => void): Promise<Checkpoint | undefined> {
    checkFunction('onDamaged', onDamaged);
    const folder = join(this.#run, checkpointsFolder);
    checkNoLinks(this.#run, checkpointsFolder);
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => pattern.test(name)) : [];
    for (const name of names.toSorted().toReversed()) {
      const path = join(checkpointsFolder, name);
      try {
        const checkpoint = await decodeCheckpoint(readOwnFile(this.#run, path, limit));
        this.#whole = [name];
        return checkpoint;
      } catch (error) {
        if (!(error instanceof CheckpointError || error instanceof RunFolderError)) throw error;
        onDamaged(`The checkpoint ${join(this.#run, path)} is damaged: ${oneLine(error)}`);
      }
    }
    return undefined;
  }
}

/** Names sort in the order of training. */
function nameOf({ epoch, partial }: Checkpoint): string {
  const [epochDigits, stepDigits] = [String(epoch).padStart(6, '0'), String(partial.step).padStart(9, '0')];
  return `epoch-${epochDigits}-step-${stepDigits}.safetensors`;
}

import type { TrainingWarning } from '@atelier/training';

/** The run of a network that is not trained yet: it has initial weights, and no history. */
export const untrainedRun = 0;

export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly imagesPerSecond: number;
}

export type RunEnding =
  /** `stopped`: by the user. `stopped-early`: it no longer improved, so that there is nothing to continue. */
  | { readonly status: 'completed' | 'stopped' | 'stopped-early'; readonly warning?: RunWarning }
  /** The loss was NaN or infinite; the weights are those of the last good epoch. */
  | {
      readonly status: 'diverged';
      readonly epoch: number;
      readonly step: number;
      readonly loss: string;
      readonly learningRate: number;
    }
  | { readonly status: 'failed'; readonly message: string };

/** Why a run has likely learned nothing, and its final learning rate. */
export type RunWarning = TrainingWarning & { readonly learningRate: number };

/** The threads of the engine that trains. */
export interface ThreadsInfo {
  readonly threads: number;
  /** Whether there are to be more, which have not started in time. */
  readonly late: boolean;
}

/** - `no-simd`: this browser has no WebAssembly SIMD. - `backend`: the numeric backend did not start. - `crash`: a bug. */
export type StartFailure = 'no-simd' | 'backend' | 'crash';

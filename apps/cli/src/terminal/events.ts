import type { ReadProgress } from '@atelier/datasets';
import type { Recipe } from '@atelier/presets';
import type { EpochRecord, ProgressUpdate } from '@atelier/training';
import type { RunRecord } from '@atelier/runs';

/** Events of a running training. A reporter turns them into a bar, lines, or JSON. */
export type RunEvent =
  | LoadEvent
  | {
      readonly type: 'dataset';
      readonly name: string;
      readonly source: string;
      readonly train: number;
      readonly validation: number;
      /** Whether the validation images are the test images. */
      readonly onTest: boolean;
      readonly test: number;
    }
  | {
      readonly type: 'start';
      readonly folder: string;
      readonly engine: string;
      readonly parameters: number;
      readonly config: Recipe;
    }
  /** A run continues from a checkpoint, with the numbers of finished epochs and of finished steps in the next one. */
  | { readonly type: 'resume'; readonly epochs: number; readonly steps: number }
  | ({ readonly type: 'epoch-begin' } & {
      readonly epoch: number;
      readonly epochs: number;
      readonly steps: number;
    })
  | ({ readonly type: 'progress' } & ProgressUpdate)
  | ({ readonly type: 'epoch'; readonly epochs: number } & EpochRecord)
  /** The curves of loss and accuracy, drawn in characters. */
  | { readonly type: 'curves'; readonly text: string }
  | {
      readonly type: 'end';
      readonly status: RunRecord['status'];
      readonly reason?: string;
      /** Where the loss was NaN or infinite, with the status `diverged`. */
      readonly divergence?: RunRecord['divergence'];
      /** Why a completed run has likely learned nothing. */
      readonly warning?: string;
      readonly seconds: number;
      readonly test?: {
        readonly loss: number;
        readonly accuracy: number;
        readonly interval: readonly [number, number];
      };
      /** The epoch whose weights the model has, of a training that kept its best. */
      readonly keptEpoch?: number;
      /** What that epoch was the best by. */
      readonly keptBy?: 'validation' | 'training loss';
      readonly prediction?: Prediction;
      readonly folder: string;
      readonly files: readonly string[];
    };

/** Events of loading data. */
export type LoadEvent =
  | { readonly type: 'notice'; readonly message: string }
  | ({ readonly type: 'fetch' } & FetchUpdate)
  | ({ readonly type: 'read' } & ReadProgress);

/** Progress of fetching a data set, in bytes of all its files together. */
export interface FetchUpdate {
  readonly file: string;
  readonly bytes: number;
  readonly total: number;
  readonly secondsLeft: number | undefined;
}

/** One sample's prediction in words. */
export interface Prediction {
  readonly index: number;
  readonly label: number;
  readonly labelName: string;
  readonly predicted: number;
  readonly className: string;
  readonly probability: number;
}

export interface Reporter {
  report(event: RunEvent): void;
  /** Clears the bar, so that an error gets its own line. */
  clear(): void;
}

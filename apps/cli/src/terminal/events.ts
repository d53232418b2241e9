import type { Recipe } from '@atelier/presets';
import type { EpochRecord, ProgressUpdate } from '@atelier/training';
import type { RunRecord } from '@atelier/runs';

/** What a training tells while it runs. A reporter turns it into a bar, into lines, or into JSON. */
export type RunEvent =
  | { readonly type: 'notice'; readonly message: string }
  | ({ readonly type: 'fetch' } & FetchUpdate)
  | {
      readonly type: 'dataset';
      readonly name: string;
      readonly source: string;
      readonly train: number;
      readonly validation: number;
      readonly test: number;
    }
  | {
      readonly type: 'start';
      readonly folder: string;
      readonly engine: string;
      readonly parameters: number;
      readonly config: Recipe;
    }
  /** A run goes on from a checkpoint: so many epochs were finished, and so many steps of the next. */
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
      /** What its history says against a run that ended well. */
      readonly warning?: string;
      readonly seconds: number;
      readonly test?: { readonly loss: number; readonly accuracy: number };
      readonly prediction?: Prediction;
      readonly folder: string;
      readonly files: readonly string[];
    };

/** How far fetching a data set has come; bytes are of all its files together. */
export interface FetchUpdate {
  readonly file: string;
  readonly bytes: number;
  readonly total: number;
  readonly secondsLeft: number | undefined;
}

/** One sample's prediction spelt out. */
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
  /** Takes the bar off the screen, so that an error gets a line of its own. */
  clear(): void;
}

import type { FileAtPath } from '@atelier/datasets/browser';
import type { RunRecipe, Settings } from '../settings/settings.ts';
import type { RunData } from './data.ts';
import type { AskedPicture } from './model.ts';

/** From the page to the worker. */
export type Request =
  /** The first message: the worker takes this lock and keeps it, so that the page notices its end. */
  | { readonly type: 'stay-alive'; readonly lock: string }
  /** Fetches the data set; again after a failure. */
  | { readonly type: 'load-data'; readonly folder: string }
  /** Makes files of the user the page's data set, in any format that the command line reads. */
  | {
      readonly type: 'use-files';
      readonly id: number;
      readonly files: readonly FileAtPath[];
      /** What the data are called; by default as the folder or file. */
      readonly name: string | undefined;
      /** `[height, width]` of the pictures; by default the most frequent size. */
      readonly size: readonly [height: number, width: number] | undefined;
    }
  /** Other pictures for the data grid. */
  | { readonly type: 'show-classes'; readonly seed: number; readonly perClass: number }
  /** Starts a run with new weights, or continues one from its checkpoint. It pauses after `pauseAfter` epochs. */
  | {
      readonly type: 'train';
      readonly run: number;
      readonly recipe: RunRecipe;
      readonly checkpoint: Uint8Array<ArrayBuffer> | undefined;
      readonly pauseAfter?: number;
    }
  /** Shows the network of these settings with its initial weights, as the model of `untrainedRun`, unless there is a trained one. */
  | { readonly type: 'show-untrained'; readonly settings: Settings }
  | { readonly type: 'pause' }
  /** Continues; with `untilEpochEnd` it pauses again at the end of the epoch. */
  | { readonly type: 'resume'; readonly untilEpochEnd: boolean }
  /** Ends the run. `forget` drops its model as well. */
  | { readonly type: 'stop'; readonly forget: boolean }
  /** Applies from the next epoch on. */
  | { readonly type: 'set-learning-rate'; readonly learningRate: number }
  /** The test images whose predictions are shown from now on. */
  | { readonly type: 'watch'; readonly indices: readonly number[] }
  /** The prediction for one picture. */
  | { readonly type: 'predict'; readonly id: number; readonly picture: AskedPicture }
  /** Any picture as the network gets it: placed as its training pictures lie. RGBA, row by row. */
  | {
      readonly type: 'place';
      readonly id: number;
      readonly data: Uint8ClampedArray<ArrayBuffer>;
      readonly width: number;
      readonly height: number;
    }
  /** Makes a saved model the current one, as the model of this run. */
  | {
      readonly type: 'open-model';
      readonly id: number;
      readonly run: number;
      readonly modelJson: string;
      readonly weights: Uint8Array<ArrayBuffer>;
      /** What it was trained on, if known; otherwise it counts as trained on the page's data. */
      readonly trainedOn: RunData | undefined;
    }
  /** Shows the model as it was after an epoch, from 0; `undefined` for as it is. Predictions are of the shown one. */
  | { readonly type: 'show-epoch'; readonly epoch: number | undefined }
  /** Test pictures of one cell of the confusion matrix. */
  | {
      readonly type: 'cell-pictures';
      readonly id: number;
      readonly label: number;
      readonly predicted: number;
    }
  /** The test pictures to which one unit or feature map of a shown layer responds most. */
  | { readonly type: 'strongest'; readonly id: number; readonly layer: number; readonly unit: number }
  /** One picture of a part of the data, for the pad. */
  | {
      readonly type: 'picture';
      readonly id: number;
      readonly part: 'train' | 'test';
      readonly index: number;
    };

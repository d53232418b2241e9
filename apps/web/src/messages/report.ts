import type { EpochRecord } from '@atelier/training';
import type { RunRecipe } from '../settings/settings.ts';
import type { ClassPictures, DataFailure, DataInfo, LabelledPicture } from './data.ts';
import type {
  FirstLayer,
  OwnPrediction,
  Placed,
  Prediction,
  SavedModel,
  StrongestPictures,
  TestResult,
} from './model.ts';
import type { Progress, RunEnding, StartFailure, ThreadsInfo } from './run.ts';

/** From the worker to the page. Messages about a model name its run. */
export type Report =
  /** The worker holds the lock. */
  | { readonly type: 'alive'; readonly lock: string }
  /** It can train, with one thread until `threads` tells of more. */
  | { readonly type: 'started' }
  | ({ readonly type: 'threads' } & ThreadsInfo)
  /** The worker cannot work at all. */
  | { readonly type: 'failed'; readonly reason: StartFailure; readonly message: string }
  | { readonly type: 'data-progress'; readonly receivedBytes: number; readonly totalBytes: number }
  /** The first images have arrived: `trainCount` of them can be trained on. Sent again when all have arrived. */
  | ({ readonly type: 'data-ready' } & DataInfo)
  | { readonly type: 'data-failed'; readonly reason: DataFailure; readonly message: string }
  /** Many files are being read for a data set. */
  | { readonly type: 'reading-files'; readonly done: number; readonly total: number }
  /** They are the page's data set now, and said so by `data-ready`. `notes` tell what was done to them. */
  | { readonly type: 'files-used'; readonly id: number; readonly notes: readonly string[] }
  /** `undefined` if other data were asked for meanwhile. */
  | { readonly type: 'files-refused'; readonly id: number; readonly message: string | undefined }
  | { readonly type: 'classes'; readonly classes: readonly ClassPictures[] }
  | {
      readonly type: 'run-started';
      readonly run: number;
      readonly recipe: RunRecipe;
      readonly engine: string;
      /** The number of its training images. */
      readonly images: number;
      /** Above 0 for a run that is continued. */
      readonly finishedEpochs: number;
    }
  | ({ readonly type: 'progress'; readonly run: number } & Progress)
  | { readonly type: 'epoch'; readonly run: number; readonly record: EpochRecord }
  | { readonly type: 'paused'; readonly run: number }
  | { readonly type: 'resumed'; readonly run: number }
  | {
      readonly type: 'rate-set';
      readonly run: number;
      readonly change: { epoch: number; learningRate: number };
    }
  | { readonly type: 'run-ended'; readonly run: number; readonly ending: RunEnding }
  | ({ readonly type: 'weights'; readonly run: number } & FirstLayer)
  /** The layers of the settings do not fit the pictures. */
  | { readonly type: 'layers-refused'; readonly run: number; readonly message: string }
  | { readonly type: 'predictions'; readonly run: number; readonly predictions: readonly Prediction[] }
  /** The epochs whose model can be shown again. */
  | { readonly type: 'epochs-kept'; readonly run: number; readonly epochs: readonly number[] }
  | { readonly type: 'epoch-shown'; readonly run: number; readonly epoch: number | undefined }
  | ({ readonly type: 'evaluation'; readonly run: number } & TestResult)
  | {
      readonly type: 'saved-model';
      readonly run: number;
      readonly files: SavedModel;
      /** With it the run can be continued. */
      readonly checkpoint: Uint8Array<ArrayBuffer> | undefined;
    }
  | { readonly type: 'predicted'; readonly id: number; readonly answer: OwnPrediction | undefined }
  /** `undefined` before there is a network. */
  | { readonly type: 'placed'; readonly id: number; readonly placed: Placed | undefined }
  /** `otherData`: it was trained on data other than the page's, so the page's test pictures say nothing about it. */
  | { readonly type: 'model-opened'; readonly id: number; readonly otherData: boolean }
  | { readonly type: 'model-refused'; readonly id: number; readonly message: string }
  | { readonly type: 'cell-pictures'; readonly id: number; readonly pictures: readonly LabelledPicture[] }
  /** `undefined` where there are no test pictures, or there is no such layer. */
  | { readonly type: 'strongest'; readonly id: number; readonly found: StrongestPictures | undefined }
  /** `undefined` before that part of the data is here. */
  | { readonly type: 'picture'; readonly id: number; readonly picture: LabelledPicture | undefined };

/** Reports about a run or its model. */
export type RunReport = Extract<Report, { readonly run: number }>;

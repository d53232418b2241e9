import type { FileAtPath, PlacedPicture } from '@atelier/datasets/browser';
import type { EpochRecord, TrainingWarning } from '@atelier/training';
import type { RunRecipe, Settings } from './settings/settings.ts';

/** All messages between the page and its training worker. Plain data, so that it can be posted. */

/** The run of a network that is not trained yet: it has initial weights, and no history. */
export const untrainedRun = 0;

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
  /** One test picture, for the drawing canvas to start from. */
  | { readonly type: 'test-picture'; readonly id: number; readonly index: number };

/** From the worker to the page. Messages about a model name its run. */
export type Report =
  /** The worker holds the lock. */
  | { readonly type: 'alive'; readonly lock: string }
  | { readonly type: 'started'; readonly engine: EngineInfo }
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
  | { readonly type: 'files-refused'; readonly id: number; readonly message: string }
  | { readonly type: 'classes'; readonly classes: readonly ClassPictures[] }
  | {
      readonly type: 'run-started';
      readonly run: number;
      readonly recipe: RunRecipe;
      readonly engine: string;
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
  | { readonly type: 'cell-pictures'; readonly id: number; readonly pictures: readonly TestPicture[] }
  /** From the strongest response on; none for a unit that is off for all, and without test pictures. */
  | { readonly type: 'strongest'; readonly id: number; readonly pictures: readonly TestPicture[] }
  | { readonly type: 'test-picture'; readonly id: number; readonly picture: TestPicture };

/** Reports about a run or its model. */
export type RunReport = Extract<Report, { readonly run: number }>;

export interface EngineInfo {
  /** Of the engine that trains: `simd` or `tfjs`. */
  readonly name: string;
  readonly threads: number;
  /** Whether the page may share memory between threads. */
  readonly isolated: boolean;
}

/** - `no-simd`: this browser has no WebAssembly SIMD. - `backend`: the numeric backend did not start. - `crash`: a bug. */
export type StartFailure = 'no-simd' | 'backend' | 'crash';

/** - `unreachable`: a file could not be fetched. - `damaged`: a file is not what it should be. - `insecure`: the page came over plain HTTP. */
export type DataFailure = 'unreachable' | 'damaged' | 'insecure';

/** What pictures are made of, and how they look. */
export interface PictureFormat {
  readonly height: number;
  readonly width: number;
  /** 1 for gray, 3 for colours. */
  readonly channels: number;
  /** Whether they are gray on black, and so shown as ink on the page. */
  readonly ink: boolean;
}

export interface DataInfo extends PictureFormat {
  readonly classNames: readonly string[];
  readonly trainCount: number;
  readonly testCount: number;
  /** Whether all training images are here. */
  readonly complete: boolean;
  /** What a run on them is trained on. */
  readonly data: RunData;
  /** Whether they are files of the user, not the data set that the page comes with. */
  readonly own: boolean;
}

/** What a run was trained on. */
export interface RunData {
  readonly name: string;
  /** In the order of the labels. */
  readonly classNames: readonly string[];
  /** SHA-256 of the content of each part, `train` and `test`; in runs of earlier versions, of each IDX file, by its name. */
  readonly hashes: Readonly<Record<string, string>>;
}

export interface ClassPictures {
  readonly label: number;
  /** Training images of the class, among those that have arrived. */
  readonly count: number;
  /** `[pictures, height, width, channels]` */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

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
  | { readonly status: 'completed' | 'stopped'; readonly warning?: RunWarning }
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

/** The weights into each unit of the first layer, or the filters of a convolution, as pictures. */
export interface FirstLayer {
  readonly kind: 'units' | 'filters';
  /** Number of units or filters; `pictures` may hold fewer. */
  readonly units: number;
  /** Whether the units are the classes. */
  readonly unitsAreClasses: boolean;
  /** `[shownUnits, height, width, RGBA]`: made in the worker, so that the page only has to show them. */
  readonly pictures: Uint8ClampedArray<ArrayBuffer>;
  readonly shownUnits: number;
  /** Of one picture. */
  readonly height: number;
  readonly width: number;
}

/** What a layer makes of one picture: units, feature maps, or for each class its template times the picture. */
export interface LayerView {
  /** As in the text of an architecture: `conv 3x3`, `pool 2`, `dense`; `template × picture` if it sees the pixels and its units are the classes. */
  readonly title: string;
  /** Weights of the layer, and of a normalization after it. */
  readonly parameters: number;
  /** `[height, width, maps]` or `[units]` */
  readonly shape: readonly number[];
  /** `[shown, height, width]`: the first maps or units; the largest of the layer is 127 or -127. */
  readonly values: Int8Array<ArrayBuffer>;
  readonly shown: number;
  readonly height: number;
  readonly width: number;
}

export interface TestPicture {
  readonly index: number;
  readonly label: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export interface Prediction extends TestPicture {
  /** One per class. */
  readonly probabilities: Float32Array<ArrayBuffer>;
}

/** A picture of the user's. */
export interface AskedPicture {
  /** - `ready`: lies as a network wants it, and is placed only if it has another size. - `drawing`: a square of ink, which is placed. */
  readonly kind: 'ready' | 'drawing';
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly format: PictureFormat;
}

/** A picture as a network gets it. */
export interface Placed extends PlacedPicture {
  readonly format: PictureFormat;
}

/** A model's prediction for the user's own picture. */
export interface OwnPrediction {
  readonly run: number;
  /** What became of a picture that was not ready. */
  readonly placed: Placed | undefined;
  /** One per class. */
  readonly probabilities: Float32Array<ArrayBuffer>;
  /** From the first to the last before the probabilities. */
  readonly layers: readonly LayerView[];
}

export interface TestResult {
  readonly loss: number;
  readonly accuracy: number;
  /** `[label][predicted]` */
  readonly confusion: readonly (readonly number[])[];
  readonly perClass: readonly {
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
    readonly support: number;
  }[];
  readonly mistakes: readonly (TestPicture & { readonly predicted: number; readonly probability: number })[];
}

export interface SavedModel {
  readonly modelJson: string;
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** The buffers of a message, which are transferred instead of copied. */
export function transferables(message: Request | Report): ArrayBuffer[] {
  // The page keeps its copy of a model and its checkpoint, to be saved, and opened again after a crash.
  return message.type === 'open-model' || message.type === 'train' ? [] : buffersIn(message);
}

function buffersIn(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(buffersIn);
}

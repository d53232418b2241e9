import type { PlacedPicture } from '@atelier/datasets/browser';
import type { PictureFormat, LabelledPicture } from './data.ts';

/** The weights into each unit of the first layer, or the filters of a convolution, as pictures. */
export interface FirstLayer {
  readonly kind: 'units' | 'filters';
  /** Number of units or filters; `pictures` may hold fewer. */
  readonly units: number;
  /** Whether the units are the classes. */
  readonly unitsAreClasses: boolean;
  /** Among the shown layers, from 0; `undefined` if it is not shown as a layer. */
  readonly place: number | undefined;
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

export interface Prediction extends LabelledPicture {
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

/** The test pictures to which a unit or feature map responds most, from the strongest response on; none if none excites it. */
export interface StrongestPictures {
  readonly pictures: readonly LabelledPicture[];
  /** They were sought among the first so many. */
  readonly among: number;
}

export interface TestResult {
  /** Whether it is of the run's model as it was after an earlier epoch. */
  readonly past: boolean;
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
  readonly mistakes: readonly (LabelledPicture & {
    readonly predicted: number;
    readonly probability: number;
  })[];
}

export interface SavedModel {
  readonly modelJson: string;
  readonly weights: Uint8Array<ArrayBuffer>;
}

import type { LabelledImages, Placement } from '@atelier/datasets/browser';
import { modelMetadata } from '@atelier/runs/record';
import {
  checkSamples,
  deserializeModel,
  evaluate,
  lossOf,
  type LossName,
  openModel,
  predict,
  tfjsEngine,
} from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SavedModel } from '../messages.ts';
import type { PictureSize } from './pictures.ts';

export interface OpenedModel {
  readonly model: LayersModel;
  /** The one that fits its output. */
  readonly loss: LossName;
  /** Of the pictures that it takes. */
  readonly size: PictureSize;
  /** How the pictures lie that it was trained on, if its file says so. */
  readonly placement: Placement | undefined;
}

/**
 * @param test what it will be tested on: then it has to take pictures of this size
 * @throws Error when it does not, has another number of classes, takes no pictures, or cannot be tested
 */
export async function openedModel(
  files: SavedModel,
  test: LabelledImages | undefined,
  classes: number,
): Promise<OpenedModel> {
  const opened = openModel(files);
  const size = test ?? sizeOf(opened.network.input.shape);
  const { height, width, channels } = size;
  const images = new Uint8Array(height * width * channels);
  const one = { images, labels: new Uint8Array(1), count: 1, height, width, channels };
  checkSamples(one, opened);
  // One output tells two classes apart.
  if (Math.max(opened.units, 2) !== classes) {
    throw new RangeError(`The model has ${opened.units} outputs; there are ${classes} classes`);
  }
  await (test ? evaluate : predict)(opened, one, { engine: tfjsEngine() });
  const { placement } = modelMetadata(opened.metadata);
  return {
    model: await deserializeModel(files),
    loss: lossOf(opened),
    size: { height, width, channels },
    placement,
  };
}

function sizeOf([height, width, channels, ...others]: readonly number[]): PictureSize {
  if (height === undefined || width === undefined || channels === undefined || others.length > 0) {
    throw new RangeError('The model takes no pictures of height, width and channels');
  }
  return { height, width, channels };
}

import type { LabelledImages, Placement } from '@atelier/datasets/browser';
import { modelMetadata } from '@atelier/runs/record';
import { checkSamples, deserializeModel, openModel, predict, tfjsEngine } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SavedModel } from '../messages.ts';
import { gather } from './pictures.ts';

export interface OpenedModel {
  readonly model: LayersModel;
  /** How the pictures lie that it was trained on, if its file says so. */
  readonly placement: Placement | undefined;
}

/** @throws Error when the model does not fit pictures of this size and this number of classes */
export async function openedModel(
  files: SavedModel,
  test: LabelledImages,
  classes: number,
): Promise<OpenedModel> {
  const opened = openModel(files);
  const one = gather(test, [0]);
  checkSamples(one, opened);
  if (opened.units !== classes) {
    throw new RangeError(`The model has ${opened.units} outputs; there are ${classes} classes`);
  }
  await predict(opened, one, { engine: tfjsEngine() });
  return { model: await deserializeModel(files), placement: modelMetadata(opened.metadata)?.placement };
}

import type { LabelledImages } from '@atelier/datasets/browser';
import { checkSamples, deserializeModel, openModel, predict, tfjsEngine } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SavedModel } from '../messages.ts';
import { gather } from './pictures.ts';

/** @throws Error when the model does not fit pictures of this size and this number of classes */
export async function openedModel(
  files: SavedModel,
  test: LabelledImages,
  classes: number,
): Promise<LayersModel> {
  const opened = openModel(files);
  const one = gather(test, [0]);
  checkSamples(one, opened);
  if (opened.units !== classes) {
    throw new RangeError(`The model has ${opened.units} outputs; there are ${classes} classes`);
  }
  await predict(opened, one, { engine: tfjsEngine() });
  return deserializeModel(files);
}

import { checkBoolean, checkOptions, oneLine } from '@atelier/checks';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ModelFileError } from './error.ts';
import { loadModel } from './load-model.ts';
import type { ModelFiles } from './model-files.ts';
import { openModel } from './open-model.ts';
import { parseModelFiles } from './parse-model-files.ts';

/** Options of `deserializeModel`. */
export interface DeserializeOptions {
  /**
   * Whether the files come from a trusted source. They may then hold any layers that TensorFlow.js knows, of any cost;
   * default false.
   */
  readonly trusted?: boolean;
}

/**
 * Makes a `LayersModel` from its two files. TensorFlow.js needs a backend; of untrusted files it gets only
 * what `openModel` has checked.
 *
 * @throws ModelFileError saying what is wrong with them
 */
export async function deserializeModel(
  files: ModelFiles,
  options: DeserializeOptions = {},
): Promise<LayersModel> {
  checkOptions('deserializeModel', options, { trusted: true });
  const { trusted = false } = options;
  checkBoolean('trusted', trusted);
  if (trusted) {
    const { modelTopology, weights } = parseModelFiles(files);
    return loadModel(modelTopology, weights).catch((cause: unknown) => {
      throw new ModelFileError(`The model cannot be loaded: ${oneLine(cause, 200)}`, { cause });
    });
  }
  const { model } = await openModel(files).layersModel();
  await checkComputes(model);
  return model;
}

/** Runs a model on a black image: the backend may lack an operation. */
async function checkComputes(model: LayersModel): Promise<void> {
  const { tidy, zeros } = await import('@tensorflow/tfjs-core');
  try {
    const shape = model.inputs[0]!.shape.map((length) => length ?? 1);
    tidy(() => void model.predict(zeros(shape)));
  } catch (cause) {
    model.dispose();
    throw new ModelFileError(`The model cannot compute anything: ${oneLine(cause, 200)}`, { cause });
  }
}

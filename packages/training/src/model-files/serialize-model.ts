import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkLayersModel } from '../model/check-layers-model.ts';
import { describeModel } from '../model/describe-model.ts';
import { type ModelFiles, weightsFileName } from './model-files.ts';

/**
 * Turns a model into the files that `loadLayersModel` of TensorFlow.js reads.
 *
 * @param metadata what readers of the model need to know besides, as JSON: `userDefinedMetadata` of `model.json`
 * @throws TypeError for what is not a `LayersModel`
 */
export async function serializeModel(
  model: LayersModel,
  metadata?: Readonly<Record<string, unknown>>,
): Promise<ModelFiles> {
  checkLayersModel(model);
  let files: ModelFiles | undefined;
  await model.save({
    save: async ({ weightSpecs, weightData, format, generatedBy }) => {
      if (!weightData || !weightSpecs) throw new Error('The model has no weights to save');
      const weightsManifest = [{ paths: [weightsFileName], weights: weightSpecs }];
      files = {
        modelJson: JSON.stringify({
          format,
          generatedBy,
          convertedBy: null,
          modelTopology: describeModel(model),
          weightsManifest,
          ...(metadata && { userDefinedMetadata: metadata }),
        }),
        weights: joined(Array.isArray(weightData) ? weightData : [weightData]),
      };
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    },
  });
  if (!files) throw new Error('TensorFlow.js did not hand over the model');
  return files;
}

function joined(parts: readonly ArrayBuffer[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part), offset);
    offset += part.byteLength;
  }
  return bytes;
}

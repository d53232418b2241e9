import { io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

/** A model as the two files that stock TensorFlow.js loads. */
export interface ModelFiles {
  /** `model.json`: topology, and the manifest of the weights. */
  readonly modelJson: string;
  /** `weights.bin`: all weights, little-endian, in the manifest's order. */
  readonly weights: Uint8Array;
}

/** The name under which `model.json` refers to its weights. */
export const weightsFileName = 'weights.bin';

/** Turns a model into the files that `loadLayersModel` of TensorFlow.js reads. */
export async function serializeModel(model: LayersModel): Promise<ModelFiles> {
  let files: ModelFiles | undefined;
  await model.save(
    io.withSaveHandler(async (artifacts) => {
      const { modelTopology, weightSpecs, weightData, format, generatedBy } = artifacts;
      if (!weightData || !weightSpecs) throw new Error('The model has no weights to save');
      const manifest = [{ paths: [weightsFileName], weights: weightSpecs }];
      files = {
        modelJson: JSON.stringify({
          format,
          generatedBy,
          convertedBy: null,
          modelTopology,
          weightsManifest: manifest,
        }),
        weights: new Uint8Array(io.CompositeArrayBuffer.join(weightData)),
      };
      return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
  if (!files) throw new Error('TensorFlow.js did not hand over the model');
  return files;
}

const weightSpecSchema = z.object({
  name: z.string(),
  shape: z.array(z.number().int().min(0)),
  dtype: z.literal('float32'),
});

const modelJsonSchema = z.object({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.object({ weights: z.array(weightSpecSchema) })).min(1),
});

/** Files that are not a model of TensorFlow.js Layers, or whose weights are not those that the model has. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

/**
 * Makes a model from its two files.
 *
 * @throws ModelFileError saying what is wrong with them
 */
export async function deserializeModel({ modelJson, weights }: ModelFiles): Promise<LayersModel> {
  const parsed = modelJsonSchema.safeParse(parseJson(modelJson));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new ModelFileError(
      `model.json is no model of TensorFlow.js Layers: ${path.join('.')}: ${message}`,
      {
        cause: parsed.error,
      },
    );
  }
  const { modelTopology, weightsManifest } = parsed.data;
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const expected = weightSpecs.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
  if (weights.length !== expected) {
    throw new ModelFileError(
      `The weights that model.json lists are ${expected} bytes; ${weightsFileName} has ${weights.length}`,
    );
  }
  try {
    return await loadLayersModel(
      io.fromMemory({ modelTopology, weightSpecs, weightData: Uint8Array.from(weights).buffer }),
    );
  } catch (cause) {
    throw new ModelFileError(
      `TensorFlow.js cannot load the model: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ModelFileError('model.json is no JSON', { cause });
  }
}

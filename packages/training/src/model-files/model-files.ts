import { dispose, io, type Tensor, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import en from 'zod/v4/locales/en.js';
import * as z from 'zod/mini';
import { checkComputation } from './computation-limit.ts';
import { parseJson } from './json.ts';
import { shortText } from './short-text.ts';
import { checkClasses } from './topology-classes.ts';
import { checkConnected } from './topology-graph.ts';
import { withWeightBudget } from './weight-budget.ts';

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
  shape: z.array(z.int().check(z.minimum(0))),
  dtype: z.literal('float32'),
});

type WeightSpec = z.infer<typeof weightSpecSchema>;

/** What a `model.json` may hold: each far more than a model that trains on a CPU has, and little enough to be loaded. */
const limits = {
  /** Characters of `model.json`. */
  text: 2 ** 22,
  /** Tensors of weights: layers have a few each. */
  weights: 2048,
} as const;

const modelJsonSchema = z.object({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.object({ weights: z.array(weightSpecSchema) })).check(z.minLength(1)),
});

/** Files that are not a model of TensorFlow.js Layers, or whose weights are not those that the model has. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

export interface DeserializeOptions {
  /**
   * Whether the files come from where no harm comes from. They may then hold any layers that TensorFlow.js knows, of any cost;
   * default false.
   */
  readonly trusted?: boolean;
}

/**
 * Makes a model from its two files. Unless they are trusted, it is a dense classifier (`topology-classes.ts`) with one input whose
 * size is known but for the number of images, at most 2^24 outputs of all layers and 2^30 multiplications an image.
 *
 * @throws ModelFileError saying what is wrong with them
 */
export async function deserializeModel(
  { modelJson, weights }: ModelFiles,
  { trusted = false }: DeserializeOptions = {},
): Promise<LayersModel> {
  // The small zod has no words of its own.
  const parsed = modelJsonSchema.safeParse(jsonOf(modelJson), { error: en().localeError });
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new ModelFileError(
      `model.json is no model of TensorFlow.js Layers: ${shortText(`${path.join('.')}: ${message}`)}`,
      {
        cause: parsed.error,
      },
    );
  }
  const { modelTopology, weightsManifest } = parsed.data;
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  if (weightSpecs.length > limits.weights) {
    throw new ModelFileError(`model.json has at most ${limits.weights} weights; found ${weightSpecs.length}`);
  }
  const elements = weightSpecs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  if (weights.length !== 4 * elements) {
    throw new ModelFileError(
      `The weights that model.json lists are ${4 * elements} bytes; ${weightsFileName} has ${weights.length}`,
    );
  }
  try {
    if (!trusted) checkTopology(modelTopology['model_config'] ?? modelTopology);
    // What fails within frees all weights, also those of shared layers, which `dispose` of a model leaves.
    return await withWeightBudget(elements, async () => {
      const model = await loadLayersModel(io.fromMemory({ modelTopology }));
      setWeights(model, weightSpecs, new Float32Array(Uint8Array.from(weights).buffer));
      if (!trusted) checkComputes(model);
      return model;
    });
  } catch (cause) {
    if (cause instanceof ModelFileError) throw cause;
    throw new ModelFileError(`The model cannot be loaded: ${shortReason(cause)}`, { cause });
  }
}

function checkTopology(topology: unknown): void {
  checkClasses(topology);
  checkConnected(topology);
}

/** The values in the order of the file. */
function setWeights(model: LayersModel, specs: readonly WeightSpec[], values: Float32Array): void {
  const tensors: Tensor[] = [];
  try {
    let offset = 0;
    for (const { shape } of specs) {
      const size = shape.reduce((product, length) => product * length, 1);
      tensors.push(tensor(values.slice(offset, offset + size), shape));
      offset += size;
    }
    model.loadWeights(Object.fromEntries(specs.map(({ name }, index) => [name, tensors[index]!])));
  } finally {
    dispose(tensors);
  }
}

/** Runs a model on a black image: some settings that make no sense are found out only there. */
function checkComputes(model: LayersModel): void {
  try {
    checkComputation(model);
    const shape = model.inputs[0]!.shape.map((length) => length ?? 1);
    tidy(() => void model.predict(zeros(shape)));
  } catch (cause) {
    throw new ModelFileError(`The model cannot compute anything: ${shortReason(cause)}`, { cause });
  }
}

/** What went wrong, without the parts of the file that it may quote at length. */
function shortReason(cause: unknown): string {
  return shortText(cause instanceof Error ? cause.message : String(cause));
}

function jsonOf(text: string): unknown {
  if (text.length > limits.text) {
    throw new ModelFileError(`model.json has at most ${limits.text} characters; found ${text.length}`);
  }
  try {
    return parseJson(text);
  } catch (cause) {
    throw new ModelFileError('model.json is no JSON', { cause });
  }
}

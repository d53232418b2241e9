import { checkObject, found, isTypedArray, oneLine } from '@atelier/checks';
import en from 'zod/v4/locales/en.js';
import * as z from 'zod/mini';
import type { NamedTensor } from '../model/named-tensor.ts';
import { ModelFileError } from './error.ts';
import { parseJson } from './json.ts';
import { type ModelFiles, weightsFileName } from './model-files.ts';

/** Limits of a `model.json`: far above what a model that trains on a CPU has, and low enough to load. */
const limits = {
  /** Characters of `model.json`. */
  text: 2 ** 22,
  /** Tensors of weights: layers have a few each. */
  weights: 2048,
  /** Files of weights. */
  files: 1024,
} as const;

const weightSpecSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().check(z.minimum(0))),
  dtype: z.literal('float32'),
});

const modelJsonSchema = z.object({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z
    .array(z.object({ weights: z.array(weightSpecSchema), paths: z.optional(z.array(z.string())) }))
    .check(z.minLength(1)),
  userDefinedMetadata: z.optional(z.unknown()),
});

export interface ParsedModelFiles {
  readonly modelTopology: Record<string, unknown>;
  /** In the order of the file. Views of one copy of `weights.bin`. */
  readonly weights: readonly NamedTensor[];
  /** `userDefinedMetadata`, unchecked. */
  readonly metadata: unknown;
}

/**
 * Reads a model's two files, except for the topology.
 *
 * @throws TypeError for files that are not a text and bytes
 * @throws ModelFileError saying what is wrong with them
 */
export function parseModelFiles(files: ModelFiles): ParsedModelFiles {
  checkObject('A model', files, 'modelJson and weights');
  const { modelJson, weights } = files;
  if (typeof modelJson !== 'string') throw new TypeError(`modelJson is a text; found ${found(modelJson)}`);
  if (!isTypedArray('Uint8Array', weights)) {
    throw new TypeError(`weights is a Uint8Array; found ${found(weights)}`);
  }
  const { modelTopology, weightsManifest, userDefinedMetadata } = parseModelJson(modelJson);
  const specs = weightsManifest.flatMap((group) => group.weights);
  if (specs.length > limits.weights) {
    throw new ModelFileError(`model.json has at most ${limits.weights} weights; found ${specs.length}`);
  }
  const sizes = specs.map(({ shape }) => shape.reduce((product, length) => product * length, 1));
  const elements = sizes.reduce((sum, size) => sum + size, 0);
  if (weights.length !== 4 * elements) {
    throw new ModelFileError(
      `The weights that model.json lists are ${4 * elements} bytes; ${weightsFileName} has ${weights.length}`,
    );
  }
  const values = new Float32Array(Uint8Array.from(weights).buffer);
  let end = 0;
  return {
    modelTopology,
    metadata: userDefinedMetadata,
    weights: specs.map(({ name, shape }, index) => {
      const start = end;
      end += sizes[index] ?? 0;
      return { name, shape, values: values.subarray(start, end) };
    }),
  };
}

/** What a weights' file may be called: it is beside `model.json`. */
const fileName = /^[\w-][\w. -]{0,199}$/;

/**
 * The files that a `model.json` says its weights are in, in their order; joined, they are the `weights` of its `ModelFiles`.
 *
 * @throws ModelFileError for a `model.json` of another kind, or a path that leads elsewhere
 */
export function weightsFiles(modelJson: string): readonly string[] {
  const names = parseModelJson(modelJson).weightsManifest.flatMap(({ paths = [] }) => paths);
  if (names.length > limits.files) {
    throw new ModelFileError(
      `model.json has at most ${limits.files} files of weights; found ${names.length}`,
    );
  }
  const wrong = names.find((name) => !fileName.test(name));
  if (wrong === undefined) return names;
  throw new ModelFileError(
    `The weights of a model.json are in files beside it; found the path ${oneLine(JSON.stringify(wrong), 200)}`,
  );
}

function parseModelJson(text: string): z.infer<typeof modelJsonSchema> {
  // `zod/mini` has no error messages of its own.
  const parsed = modelJsonSchema.safeParse(jsonOf(text), { error: en().localeError });
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new ModelFileError(
    `model.json is not a model of TensorFlow.js Layers: ${oneLine([...path, message].join(': '), 200)}`,
    { cause: parsed.error },
  );
}

function jsonOf(text: string): unknown {
  if (text.length > limits.text) {
    throw new ModelFileError(`model.json has at most ${limits.text} characters; found ${text.length}`);
  }
  try {
    return parseJson(text);
  } catch (cause) {
    throw new ModelFileError('model.json is not JSON', { cause });
  }
}

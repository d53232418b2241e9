import { oneLine } from '@atelier/checks';
import { checkCost, type Network, NetworkError, networkFromTopology, topologyOf } from '@atelier/network';
import type { EngineModel, LentModel } from '../engine/engine-model.ts';
import { endsOfNetwork, type ModelEnds } from '../model/ends.ts';
import { checkTensors, type NamedTensor } from '../model/named-tensor.ts';
import { ModelFileError } from './error.ts';
import { loadModel } from './load-model.ts';
import type { ModelFiles } from './model-files.ts';
import { parseModelFiles } from './parse-model-files.ts';

/** A model from files. */
export interface OpenedModel extends EngineModel {
  /** What was handed to `serializeModel` besides the model, as JSON gives it, unchecked; `undefined` if nothing was. */
  readonly metadata: unknown;
}

/**
 * Opens a model's two files for `evaluate` and `predict`, without TensorFlow.js unless the engine is `tfjs`. The files may come
 * from anywhere: the model is a `Network` of at most 2^24 outputs of all layers and 2^30 operations per image, without
 * constraints, and its weights are those of its layers.
 *
 * @throws ModelFileError saying what is wrong with them
 */
export function openModel(files: ModelFiles): OpenedModel {
  const { modelTopology, weights, metadata } = parseModelFiles(files);
  try {
    const network = networkFromTopology(modelTopology);
    checkCost(network);
    const constrained = network.weights.find(({ constraint }) => constraint);
    if (constrained) {
      throw new NetworkError(`${constrained.name} has a constraint; only trusted files may have one`);
    }
    return new StoredModel(network, inOrder(network, weights), metadata);
  } catch (cause) {
    if (!(cause instanceof NetworkError || cause instanceof RangeError)) throw cause;
    throw new ModelFileError(`The model cannot be loaded: ${oneLine(cause, 200)}`, { cause });
  }
}

/**
 * A network with its weights as engines take it, without TensorFlow.js unless the engine is `tfjs`.
 *
 * @param weights in the order of `network.weights`
 * @throws RangeError when they are others than the network has
 */
export function storedModel(network: Network, weights: readonly NamedTensor[]): EngineModel {
  checkTensors(weights, network.weights);
  return new StoredModel(network, weights, undefined);
}

class StoredModel implements OpenedModel {
  readonly metadata: unknown;
  readonly network: Network;
  readonly inputShape: ModelEnds['inputShape'];
  readonly units: number;
  readonly outputActivation: ModelEnds['outputActivation'];
  readonly #weights: readonly NamedTensor[];

  constructor(network: Network, weights: readonly NamedTensor[], metadata: unknown) {
    const { inputShape, units, outputActivation } = endsOfNetwork(network);
    this.network = network;
    this.metadata = metadata;
    this.inputShape = inputShape;
    this.units = units;
    this.outputActivation = outputActivation;
    this.#weights = weights;
  }

  weights(): readonly NamedTensor[] {
    return this.#weights.map(({ name, shape, values }) => ({ name, shape, values: values.slice() }));
  }

  async layersModel(): Promise<LentModel> {
    const model = await loadModel(topologyOf(this.network), this.#weights);
    return { model, release: () => void model.dispose() };
  }
}

/**
 * A file's weights in the order of the network's.
 *
 * @throws RangeError when they are not those that the network has
 */
function inOrder({ weights: expected }: Network, found: readonly NamedTensor[]): readonly NamedTensor[] {
  const byName = new Map(found.map((tensor) => [tensor.name, tensor]));
  const ordered = expected.map(({ name }) => {
    const tensor = byName.get(name);
    if (tensor) return tensor;
    throw new RangeError(`The weight "${name}" is missing`);
  });
  if (found.length !== ordered.length) {
    throw new RangeError(`The model has ${ordered.length} weights; model.json lists ${found.length}`);
  }
  checkTensors(ordered, expected);
  return ordered;
}

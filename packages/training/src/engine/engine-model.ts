import { found } from '@atelier/checks';
import { type Network, NetworkError, networkFromTopology } from '@atelier/network';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describeModel } from '../model/describe-model.ts';
import { endsOfLayersModel, type ModelEnds } from '../model/ends.ts';
import type { NamedTensor } from '../model/named-tensor.ts';
import { readWeights, weightSpecs } from '../model/weights.ts';
import { UnsupportedError } from './unsupported-error.ts';

/** A model as engines take it: from a `LayersModel`, or from files without TensorFlow.js. */
export interface EngineModel extends ModelEnds {
  /** @throws UnsupportedError naming a layer that a `Network` cannot have; the `tfjs` engine may still run it */
  readonly network: Network;
  /** Copies of the current weights, in the order of `network.weights`. */
  weights(): readonly NamedTensor[];
  /** The model for TensorFlow.js, which needs a backend. Loads TensorFlow.js if it is not loaded yet. */
  layersModel(): Promise<LentModel>;
}

/** A model that is lent: by the caller, or made for the time being. */
export interface LentModel {
  readonly model: LayersModel;
  /** Frees what `layersModel` made; does nothing when the model existed before. */
  readonly release: () => void;
}

/** What `evaluate` and `predict` accept. */
export type AnyModel = LayersModel | EngineModel;

/**
 * A `LayersModel` as engines take it; an `EngineModel` is returned as it is.
 *
 * @throws TypeError for what is no model
 */
export function engineModel(model: AnyModel): EngineModel {
  const value: unknown = model;
  if (
    typeof value !== 'object' ||
    value === null ||
    !('layersModel' in value || ('inputs' in value && 'outputs' in value))
  ) {
    throw new TypeError(
      `A model is a LayersModel of TensorFlow.js, or what openModel gives; found ${found(value)}`,
    );
  }
  return 'layersModel' in model ? model : new LayersEngineModel(model);
}

class LayersEngineModel implements EngineModel {
  readonly #model: LayersModel;
  #network: Network | undefined;

  constructor(model: LayersModel) {
    this.#model = model;
  }

  get inputShape(): ModelEnds['inputShape'] {
    return endsOfLayersModel(this.#model).inputShape;
  }

  get units(): number {
    return endsOfLayersModel(this.#model).units;
  }

  get outputActivation(): ModelEnds['outputActivation'] {
    return endsOfLayersModel(this.#model).outputActivation;
  }

  get network(): Network {
    this.#network ??= describe(this.#model);
    return this.#network;
  }

  weights(): readonly NamedTensor[] {
    return readWeights(this.#model);
  }

  async layersModel(): Promise<LentModel> {
    return { model: this.#model, release: () => {} };
  }
}

function describe(model: LayersModel): Network {
  try {
    const network = networkFromTopology(describeModel(model));
    const text = (weights: readonly Pick<NamedTensor, 'name' | 'shape'>[]): string =>
      weights.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ');
    const [expected, present] = [text(network.weights), text(weightSpecs(model))];
    if (expected !== present) {
      throw new UnsupportedError(`The model's layers have the weights ${expected}; it has ${present}`);
    }
    return network;
  } catch (cause) {
    if (cause instanceof NetworkError) throw new UnsupportedError(cause.message, { cause });
    throw cause;
  }
}

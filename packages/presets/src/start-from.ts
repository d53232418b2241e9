import { type Layer, type Network, networkFromTopology, sizeOf, topologyOf } from '@atelier/network';
import { streamKey } from '@atelier/random';
import {
  type EngineModel,
  type NamedTensor,
  readWeights,
  storedModel,
  writeWeights,
} from '@atelier/training';
import { lossNamed, unitsFor } from '@atelier/training/settings';
import { initializers, type LayersModel } from '@tensorflow/tfjs-layers';
import { createModel, type ModelOptions } from './create-model.ts';
import { givenLayers } from './recipe/layers/given-layers.ts';
import type { Recipe } from './recipe/recipe.ts';

/** A model that starts from another's weights. */
export interface Start {
  /** The caller disposes it. */
  readonly model: LayersModel;
  /** The output layer, if its weights begin anew, being of another number of classes. */
  readonly anew?: string;
}

/** Options of `startFrom`, as `createModel` takes them. */
export type StartOptions = Pick<ModelOptions, 'inputShape' | 'classes' | 'stepsPerEpoch' | 'normMomentum'>;

/**
 * Makes a recipe's model with the weights of another; a recipe whose layers are `given` takes its layers, too. Only the output layer may
 * differ, by its number of classes: then it begins anew. Needs a TensorFlow.js backend to be set. Batch normalization has `normMomentum`, or the
 * momentum that suits `stepsPerEpoch`; given layers keep theirs.
 *
 * @throws RangeError naming the layer that differs
 */
export async function startFrom(
  recipe: Recipe,
  given: EngineModel,
  { inputShape, classes, ...momentum }: StartOptions,
): Promise<Start> {
  const { seed } = recipe;
  if (recipe.layers === givenLayers) return fromGiven(recipe, given, { inputShape, classes });
  const model = createModel(recipe, { inputShape, classes, seed, ...momentum });
  try {
    const own = readWeights(model);
    const weights = weightsFor(own, given.weights(), outputLayer(given.network));
    await writeWeights(model, weights);
    const anew = weights.some((weight, index) => weight === own[index]);
    return { model, ...(anew && { anew: outputLayer(given.network) }) };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** A new model's weights, in its order: the given ones, and its own for an output layer of another shape. */
function weightsFor(
  own: readonly NamedTensor[],
  given: readonly NamedTensor[],
  output: string,
): readonly NamedTensor[] {
  const byName = new Map(given.map((weight) => [weight.name, weight]));
  const names = new Set(own.map(({ name }) => name));
  const missing = given.find(({ name }) => !names.has(name));
  if (missing) throw new RangeError(`The model to start from has ${describe(missing)}, which this one lacks`);
  return own.map((weight) => {
    const { name, shape } = weight;
    const found = byName.get(name);
    if (found?.shape.join() === shape.join()) return found;
    if (name.startsWith(`${output}/`) && found?.shape.slice(0, -1).join() === shape.slice(0, -1).join()) {
      return weight;
    }
    throw new RangeError(
      `The model to start from has ${found ? describe(found) : `no ${name}`}; this one has ${describe(weight)}`,
    );
  });
}

function describe({ name, shape }: NamedTensor): string {
  return `${name} [${shape.join(', ')}]`;
}

async function fromGiven(
  { loss, seed }: Recipe,
  given: EngineModel,
  { inputShape, classes }: Pick<ModelOptions, 'inputShape' | 'classes'>,
): Promise<Start> {
  const { network } = given;
  if (network.input.shape.join() !== inputShape.join()) {
    throw new RangeError(
      `The given model takes images of ${network.input.shape.join('x')}; the data have ${inputShape.join('x')}`,
    );
  }
  const units = unitsFor(lossNamed(loss), classes);
  if (units === given.units) return { model: (await given.layersModel()).model };
  const name = outputLayer(network);
  const changed = networkFromTopology(
    topologyOf({ ...network, layers: network.layers.map((layer) => withUnits(layer, name, units)) }),
  );
  const own = new Map(given.weights().map((weight) => [weight.name, weight.values]));
  const weights = changed.weights.map((weight): NamedTensor => {
    const values = own.get(weight.name);
    return {
      name: weight.name,
      shape: weight.shape,
      values:
        values && !weight.name.startsWith(`${name}/`) ? values : initialValues(weight.shape, name, seed),
    };
  });
  return { model: (await storedModel(changed, weights).layersModel()).model, anew: name };
}

/** The name of the last layer with weights. */
function outputLayer({ layers }: Network): string {
  return layers.findLast(({ weights }) => weights.length > 0)?.name ?? '';
}

function withUnits(layer: Layer, name: string, units: number): Layer {
  if (layer.name !== name) return layer;
  if (layer.kind === 'Dense') return { ...layer, config: { ...layer.config, units } };
  throw new RangeError(
    `The given model's last layer with weights, "${name}", is a ${layer.kind}; only a dense one begins anew for another number of classes`,
  );
}

/** As `createModel` starts a dense layer of this name. */
function initialValues(shape: readonly number[], layer: string, seed: number): Float32Array {
  if (shape.length < 2) return new Float32Array(sizeOf(shape));
  const initializer = initializers.glorotUniform({ seed: streamKey(seed, 'initial weights', layer) });
  const tensor = initializer.apply([...shape]);
  try {
    return Float32Array.from(tensor.dataSync());
  } finally {
    tensor.dispose();
  }
}

import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Layer } from '../model/layers-of.ts';

/** What one image may cost: a second or two on one core. */
const limits = {
  /** Numbers that all layers together put out. */
  outputs: 2 ** 24,
  /** Multiplications, roughly. */
  operations: 2 ** 30,
} as const;

/**
 * Checks that a model of known classes (see `checkClasses`), whose description is not to be trusted, computes within reasonable
 * time and memory.
 *
 * @throws RangeError naming what is too much, or why that cannot be known
 */
export function checkComputation(model: LayersModel): void {
  const [input] = model.inputs;
  if (input === undefined || model.inputs.length !== 1 || input.shape[0] !== null) {
    throw new RangeError('It has to have one input, of any number of images');
  }
  const { outputs, operations } = costOf(model);
  // A cost that is no number is not within the limits either.
  if (!(outputs <= limits.outputs)) {
    throw new RangeError(`Its layers put out at most ${limits.outputs} numbers an image; found ${outputs}`);
  }
  if (!(operations <= limits.operations)) {
    throw new RangeError(
      `It takes at most ${limits.operations} operations an image; found about ${operations}`,
    );
  }
}

interface Cost {
  readonly outputs: number;
  readonly operations: number;
}

function costOf(model: LayersModel): Cost {
  let [outputs, operations] = [0, 0];
  for (const layer of model.layers) {
    for (const { inputShapes, outputShapes } of layer.inboundNodes) {
      const [ins, outs] = [shapesOf(layer, inputShapes), shapesOf(layer, outputShapes)];
      outputs += sum(outs.map(product));
      operations += operationsOf(layer, ins, outs);
    }
  }
  return { outputs, operations };
}

function operationsOf(layer: Layer, ins: readonly number[][], outs: readonly number[][]): number {
  const positions = Math.max(...outs.map(positionsOf));
  const weights = sum(layer.weights.map(({ shape }) => product(shape.map(Number))));
  return sum(ins.map(product)) + sum(outs.map(product)) + positions * weights;
}

/** Places that a dense layer's weights are applied at: all but the last axis. */
function positionsOf(shape: readonly number[]): number {
  return product(shape.slice(0, -1));
}

/** Shapes of one image. */
function shapesOf(layer: Layer, shapes: Layer['outputShape']): number[][] {
  const list = shapes.filter((shape) => Array.isArray(shape));
  return list.map(([, ...sizes]) => {
    if (sizes.every((size) => size !== null)) return sizes;
    throw new RangeError(`The layer ${layer.name} has a shape of unknown size: [${sizes.join(', ')}]`);
  });
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((result, number) => result * number, 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((result, number) => result + number, 0);
}

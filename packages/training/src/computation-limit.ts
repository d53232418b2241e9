import { LayersModel } from '@tensorflow/tfjs-layers';
import type { Layer } from './layers-of.ts';

/** What one image may cost: some twice of what MobileNet does with 224x224 pixels, a second or two on one core. */
const limits = {
  /** Numbers that all layers together put out. */
  outputs: 2 ** 24,
  /** Multiplications, roughly. */
  operations: 2 ** 30,
} as const;

/** Numbers in a layer's config that say how many inputs it looks at for each output. */
const windows: ReadonlySet<string> = new Set(['poolSize', 'kernelSize', 'size']);

/** A step through time runs some twenty kernels, however little each has to do. */
const operationsOfTimeStep = 2 ** 17;

/**
 * Checks that a model whose description is not to be trusted computes what it does within reasonable time and memory.
 *
 * @throws RangeError naming what is too much, or why that cannot be known
 */
export function checkComputation(model: LayersModel): void {
  const [input] = model.inputs;
  if (input === undefined || model.inputs.length !== 1 || input.shape[0] !== null) {
    throw new RangeError('It has to have one input, of any number of images');
  }
  const { outputs, operations } = costOf(model);
  if (outputs > limits.outputs) {
    throw new RangeError(`Its layers put out at most ${limits.outputs} numbers an image; found ${outputs}`);
  }
  if (operations > limits.operations) {
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
    const inner = layer instanceof LayersModel ? costOf(layer) : undefined;
    for (const { inputShapes, outputShapes } of layer.inboundNodes) {
      const [ins, outs] = [shapesOf(layer, inputShapes), shapesOf(layer, outputShapes)];
      outputs += sum(outs.map(product)) + (inner?.outputs ?? 0);
      operations += inner?.operations ?? operationsOf(layer, ins, outs);
    }
  }
  return { outputs, operations };
}

function operationsOf(layer: Layer, ins: readonly number[][], outs: readonly number[][]): number {
  const config = layer.getConfig();
  // A model as the layer of a wrapper is called in a way that leaves no trace of its sizes.
  if ('layer' in layer && layer.layer instanceof LayersModel) {
    throw new RangeError(`The layer ${layer.name} wraps a model, whose cost cannot be known`);
  }
  const positions = Math.max(...[...ins, ...outs].map((shape) => positionsOf(shape, config['dataFormat'])));
  const weights = sum(layer.weights.map(({ shape }) => product(shape.map(Number))));
  const stepped = 'cell' in layer || 'layer' in layer;
  const steps = stepped ? Math.max(...ins.map(([time = 1]) => time)) : 0;
  const outputs = sum(outs.map(product));
  return (
    sum(ins.map(product)) + outputs * windowOf(config) + positions * weights + steps * operationsOfTimeStep
  );
}

/** Places that a layer's weights are applied at: pixels, or steps in time. */
function positionsOf(shape: readonly number[], dataFormat: unknown): number {
  return product(dataFormat === 'channelsFirst' ? shape.slice(1) : shape.slice(0, -1));
}

function windowOf(config: unknown): number {
  if (typeof config !== 'object' || config === null) return 1;
  return product(
    Object.entries(config).map(([key, value]: [string, unknown]) =>
      windows.has(key) ? product([value].flat().map(Number)) : windowOf(value),
    ),
  );
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

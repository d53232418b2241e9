import { RandomStream } from '@atelier/random';
import { engineModel, type LossName, type NamedTensor, readWeights, useWasmBackend } from '@atelier/training';
import { simdEngine } from '../src/index.ts';
import { modelOf, referenceLoss, type Spec } from './reference.ts';
import { randomSamples } from './samples.ts';

export interface GradientCheck {
  readonly specs: readonly Spec[];
  readonly input: readonly [number, number, number];
  readonly classes: number;
  readonly loss?: LossName;
  readonly batch?: number;
  readonly threads?: number;
  /** Gradients are stored, then clipped; a norm that they don't reach leaves them as they are. Default none. */
  readonly globalClipNorm?: number;
  /** Kernels are uniform within this, times 1 / sqrt(inputs). */
  readonly spread?: number;
}

/**
 * Mismatches as messages: compares the engine's loss with the float64 reference, and the gradient of every weight with the reference's central
 * difference: one step of plain gradient descent at rate 1 moves a weight by its gradient.
 */
export async function gradientMismatches(check: GradientCheck): Promise<readonly string[]> {
  await useWasmBackend();
  const { specs, input, classes, loss = 'sparseCategoricalCrossentropy', batch = 5, threads = 1 } = check;
  const model = modelOf(specs, input);
  const samples = randomSamples(input, batch + 2, classes);
  const config = {
    loss,
    optimizer: { name: 'sgd', learningRate: 1 } as const,
    batchSize: batch,
    globalClipNorm: check.globalClipNorm ?? null,
    seed: 7,
  };
  const session = await simdEngine({ threads }).prepare(engineModel(model), config);
  try {
    const start = randomWeights(readWeights(model), check.spread ?? 1);
    await session.setWeights(start);
    const indices = Array.from({ length: batch }, (_, i) => (i * 3) % (batch + 2));
    const loaded = await session.load(samples);
    const metrics = await session.trainSteps(loaded, {
      order: Uint32Array.from(indices),
      learningRates: Float64Array.of(1),
      firstStep: 4,
    });
    const moved = await session.getWeights();

    // Frozen weights come last in model.weights: restore the order of the layers.
    const inLayers = model.layers.flatMap((layer) =>
      layer.weights.map((weight) => model.weights.findIndex(({ id }) => id === weight.id)),
    );
    const values = inLayers.map((position) => Array.from(start[position]?.values ?? []));
    const lossOf = (): number => referenceLoss(specs, values, samples, indices, loss, { seed: 7, number: 4 });
    const mismatches: string[] = [];
    const found = metrics.losses[0] ?? Number.NaN;
    if (!(Math.abs(found / lossOf() - 1) < 2e-5)) {
      mismatches.push(`The loss is ${found}; the reference has ${lossOf()}`);
    }
    const frozen = new Set(model.nonTrainableWeights.map(({ id }) => id));
    // What batch normalization keeps of the batch is no matter of gradients; a frozen one keeps nothing.
    const moving = new Set(
      model.layers
        .filter(({ trainable }) => trainable)
        .flatMap(({ nonTrainableWeights }) => nonTrainableWeights.map(({ id }) => id)),
    );
    for (const [index, position] of inLayers.entries()) {
      const tensor = values[index] ?? [];
      const id = model.weights[position]?.id ?? -1;
      if (moving.has(id)) continue;
      for (let i = 0; i < tensor.length; i++) {
        const gradient = frozen.has(id) ? 0 : centralDifference(tensor, i, lossOf);
        const before = start[position]?.values[i] ?? Number.NaN;
        const after = moved[position]?.values[i] ?? Number.NaN;
        const difference = Math.abs(before - after - gradient);
        // The third term is the rounding of a float32 weight's change.
        if (!(difference <= 2e-6 + 2e-5 * Math.abs(gradient) + 1.2e-7 * Math.abs(before))) {
          const name = start[position]?.name;
          mismatches.push(
            `The gradient of ${name}[${i}] is ${before - after}; the reference's is ${gradient}`,
          );
        }
      }
    }
    return mismatches;
  } finally {
    await session.dispose();
    model.dispose();
  }
}

function centralDifference(values: number[], index: number, loss: () => number): number {
  const value = values[index] ?? 0;
  const h = 1e-5;
  values[index] = value + h;
  const above = loss();
  values[index] = value - h;
  const below = loss();
  values[index] = value;
  return (above - below) / (2 * h);
}

function randomWeights(shapes: readonly NamedTensor[], spread: number): NamedTensor[] {
  const random = new RandomStream(3, 'test weights');
  return shapes.map(({ name, shape, values }) => {
    const inputs = shape.slice(0, -1).reduce((size, length) => size * length, 1);
    const limit = shape.length > 1 ? spread / Math.sqrt(inputs) : 0.3;
    const middle = name.endsWith('/moving_variance') ? 1 : 0;
    return { name, shape, values: values.map(() => middle + (2 * random.uniform() - 1) * limit) };
  });
}

import { BatchMatMul, getGradient, memory } from '@tensorflow/tfjs-core';
import {
  constraints,
  input,
  layers,
  type LayersModel,
  model as functionalModel,
  regularizers,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { baseNetwork, buildModel, buildSamples } from '../conformance/network.ts';
import {
  deserializeModel,
  engineModel,
  type EngineSession,
  evaluate,
  fit,
  type NamedTensor,
  predict,
  readWeights,
  resolveOptimizer,
  serializeModel,
  tfjsEngine,
  UnsupportedError,
  useWasmBackend,
  writeWeights,
} from '../index.ts';

beforeAll(() => useWasmBackend());

const samples = buildSamples(baseNetwork);
const options = {
  epochs: 2,
  batchSize: 8,
  loss: 'sparseCategoricalCrossentropy',
  learningRate: 0.01,
} as const;

type Layer = LayersModel['layers'][number];

function apply(layer: Layer, to: SymbolicTensor): SymbolicTensor {
  const result = layer.apply(to);
  if (Array.isArray(result) || !('sourceLayer' in result)) throw new Error('one symbolic tensor');
  return result;
}

const flatInput = (): Layer[] => [
  layers.rescaling({ scale: 1 / 255, inputShape: [5, 3, 1] }),
  layers.flatten(),
];
const hidden = (): Layer =>
  layers.dense({ units: 7, activation: 'relu', kernelRegularizer: regularizers.l2({ l2: 0.01 }) });

/** The same classifier, put together in other ways. */
const forms: readonly (readonly [string, () => LayersModel])[] = [
  [
    'an Activation layer at its end',
    () =>
      sequential({
        layers: [
          ...flatInput(),
          hidden(),
          layers.dense({ units: 3 }),
          layers.activation({ activation: 'softmax' }),
        ],
      }),
  ],
  [
    'a Softmax layer at its end',
    () => sequential({ layers: [...flatInput(), hidden(), layers.dense({ units: 3 }), layers.softmax()] }),
  ],
  [
    'the functional way',
    () => {
      const images = input({ shape: [5, 3, 1] });
      const all = [...flatInput(), hidden(), layers.dense({ units: 3, activation: 'softmax' })];
      const outputs = all.reduce<SymbolicTensor>((tensor, layer) => apply(layer, tensor), images);
      return functionalModel({ inputs: images, outputs });
    },
  ],
  [
    'a nested model',
    () =>
      sequential({
        layers: [
          sequential({ layers: [...flatInput(), hidden()] }),
          layers.dense({ units: 3, activation: 'softmax' }),
        ],
      }),
  ],
  [
    'a nested functional model',
    () => {
      const images = input({ shape: [5, 3, 1] });
      const body = functionalModel({
        inputs: images,
        outputs: [...flatInput(), hidden()].reduce<SymbolicTensor>((t, layer) => apply(layer, t), images),
      });
      const outer = input({ shape: [5, 3, 1] });
      const head = layers.dense({ units: 3, activation: 'softmax' });
      return functionalModel({ inputs: outer, outputs: apply(head, apply(body, outer)) });
    },
  ],
];

/** All losses, then all weights. */
async function trained(model: LayersModel, start: readonly NamedTensor[]): Promise<number[]> {
  await writeWeights(model, start);
  const { history } = await fit(model, samples, options);
  return [...history.map(({ loss }) => loss), ...readWeights(model).flatMap(({ values }) => [...values])];
}

describe('the tfjs engine', () => {
  test.each(forms)('trains a model with %s as it trains a Sequential', async (_, form) => {
    const usual = sequential({
      layers: [...flatInput(), hidden(), layers.dense({ units: 3, activation: 'softmax' })],
    });
    const start = readWeights(buildModel(baseNetwork));
    const expected = await trained(usual, start);
    const found = await trained(form(), start);
    expect(found).toHaveLength(options.epochs + 15 * 7 + 7 + 7 * 3 + 3);
    // TensorFlow.js fuses the bias into a dense layer without an activation, which sums in another order.
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 6);
  });

  test('trains a model whose only layer is its output', async () => {
    const model = sequential({
      layers: [layers.dense({ units: 3, activation: 'softmax', inputShape: [15] })],
    });
    const { history } = await fit(model, samples, { ...options, learningRate: 0.001, epochs: 3 });
    expect(history[2]!.loss).toBeLessThan(history[0]!.loss);
  });

  test('counts the penalty of a layer that is used twice once', async () => {
    const images = input({ shape: [15] });
    const shared = layers.dense({
      units: 15,
      useBias: false,
      kernelInitializer: 'ones',
      kernelRegularizer: regularizers.l2({ l2: 1 }),
    });
    const head = layers.dense({ units: 3, activation: 'softmax', kernelInitializer: 'zeros' });
    const outputs = apply(head, apply(shared, apply(shared, images)));
    const session = await open(functionalModel({ inputs: images, outputs }));
    const { losses } = await session.evaluateBatches(await session.load(samples), { start: 0, end: 1 });
    await session.dispose();
    // Three equal probabilities, and 225 ones squared.
    expect(losses[0]).toBeCloseTo(Math.log(3) + 225, 3);
  });

  test('projects weights to their constraint after each step', async () => {
    const model = sequential({
      layers: [
        ...flatInput(),
        layers.dense({ units: 3, activation: 'softmax', kernelConstraint: constraints.nonNeg() }),
      ],
    });
    await fit(model, samples, { ...options, epochs: 5, learningRate: 0.1 });
    const [kernel] = readWeights(model);
    expect(Math.min(...kernel!.values)).toBe(0);
    expect(Math.max(...kernel!.values)).toBeGreaterThan(0);
  });

  test('projects them in a step alone: weights that are read, set, saved or used stay what they are', async () => {
    const rows = [
      [3, 0, 0],
      [0, 4, 0],
    ];
    const model = sequential({
      layers: [
        layers.flatten({ inputShape: [1, 2, 1] }),
        layers.dense({
          units: 3,
          activation: 'softmax',
          // Half of the way to norm 1 with every projection.
          kernelConstraint: constraints.minMaxNorm({ minValue: 1, maxValue: 1, rate: 0.5 }),
        }),
      ],
    });
    const [kernel, bias] = readWeights(model);
    await writeWeights(model, [{ ...kernel!, values: Float32Array.from(rows.flat()) }, bias!]);
    const image = { images: Uint8Array.of(1, 1), labels: Uint8Array.of(0), count: 1, height: 1, width: 2 };
    const dots = { ...image, channels: 1 };
    const values = (other: LayersModel): number[] => Array.from(readWeights(other)[0]!.values);
    expect(values(model)).toEqual(rows.flat());
    const { probabilities } = await predict(model, dots);
    await evaluate(model, dots);
    expect(values(model)).toEqual(rows.flat());
    const total = Math.exp(3) + Math.exp(4) + Math.exp(0);
    expect(probabilities[0]).toBeCloseTo(Math.exp(3) / total, 6);
    const saved = await serializeModel(model);
    expect(values(await deserializeModel(saved, { trusted: true }))).toEqual(rows.flat());
    // A step without a gradient to speak of: columns of norms 3, 4 and 0 go half of the way to 1, the last has no direction.
    await fit(model, dots, { ...options, epochs: 1, optimizer: 'sgd', learningRate: 1e-30 });
    const expected = [2, 0, 0, 0, 2.5, 0];
    for (const [index, value] of values(model).entries()) expect(value).toBeCloseTo(expected[index]!, 5);
  });

  test('frees what it made, whatever the optimizer, and leaves the model usable and disposable', async () => {
    const before = memory().numTensors;
    for (const optimizer of ['sgd', 'momentum', 'rmsprop', 'adam', 'adamw'] as const) {
      const model = buildModel({ ...baseNetwork, dropout: 0.5 });
      const session = await tfjsEngine().prepare(engineModel(model), {
        ...config,
        optimizer: resolveOptimizer(optimizer),
      });
      const loaded = await session.load(samples);
      await session.trainSteps(loaded, {
        order: Uint32Array.of(0, 1),
        learningRates: Float64Array.of(1),
        firstStep: 0,
      });
      await session.getOptimizerSlots().then((slots) => session.setOptimizerSlots(slots));
      await session.predict(loaded, { start: 0, end: 27 });
      await session.dispose();
      model.dispose();
    }
    expect(memory().numTensors).toBe(before);
  });

  test('steps on after a step that failed, with the stock gradients back', async () => {
    const model = buildModel(baseNetwork);
    const session = await open(model);
    const loaded = await session.load(samples);
    const stock = getGradient(BatchMatMul);
    const layer = model.layers[2]!;
    layer.call = () => {
      throw new Error('no product');
    };
    const steps = { order: Uint32Array.of(0, 1), learningRates: Float64Array.of(1), firstStep: 0 };
    await expect(session.trainSteps(loaded, steps)).rejects.toThrow('no product');
    expect(getGradient(BatchMatMul)).toBe(stock);
    Reflect.deleteProperty(layer, 'call');
    await expect(session.trainSteps(loaded, steps)).resolves.toMatchObject({ losses: { length: 1 } });
    await session.dispose();
  });

  test('refuses a last layer other than a softmax or sigmoid, and leaves nothing behind', async () => {
    const before = memory().numTensors;
    const model = sequential({
      layers: [
        ...flatInput(),
        layers.dropout({ rate: 0.5 }),
        layers.dense({ units: 3, activation: 'relu', name: 'last' }),
      ],
    });
    await expect(open(model)).rejects.toThrow(UnsupportedError);
    await expect(open(model)).rejects.toThrow('the last layer "last" is a Dense with activation relu');
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test('does not take samples that another engine loaded', async () => {
    const session = await open(buildModel(baseNetwork));
    const foreign = { count: 27, replaceImages() {}, unload() {} };
    await expect(session.predict(foreign, { start: 0, end: 1 })).rejects.toThrow('loaded by another engine');
    await session.dispose();
  });
});

const config = {
  loss: 'sparseCategoricalCrossentropy',
  optimizer: resolveOptimizer('adam'),
  batchSize: 8,
  globalClipNorm: null,
  seed: 0,
} as const;

async function open(model: LayersModel): Promise<EngineSession> {
  return tfjsEngine().prepare(engineModel(model), config);
}

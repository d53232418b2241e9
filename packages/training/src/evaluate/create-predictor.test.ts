import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type Callback,
  createPredictor,
  fit,
  type LoadedSamples,
  predict,
  type Predictions,
  readWeights,
  type Samples,
  tfjsEngine,
  useWasmBackend,
} from '../index.ts';

beforeAll(() => useWasmBackend());

function smallModel(): LayersModel {
  return sequential({
    layers: [
      layers.rescaling({ scale: 1 / 255, inputShape: [1, 3, 1] }),
      layers.flatten(),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
}

function images(...pixels: readonly (readonly [number, number, number])[]): Samples {
  return { images: Uint8Array.from(pixels.flat()), count: pixels.length, height: 1, width: 3, channels: 1 };
}

test.each(['none', 'flip'] as const)('a predictor gives what predict gives, with tta %s', async (tta) => {
  const model = smallModel();
  const samples = images([255, 0, 9], [0, 80, 0], [3, 0, 200]);
  const predictor = await createPredictor(model, { tta, batchSize: 2 });
  const expected = await predict(model, samples, { tta, batchSize: 2 });
  expect((await predictor.predict(samples)).probabilities).toEqual(expected.probabilities);
  expect((await predictor.predict(samples)).probabilities).toEqual(expected.probabilities);
  await predictor.dispose();
});

describe('beside a training of its model, a predictor', () => {
  const bright = {
    ...images([255, 0, 0], [9, 200, 0], [0, 40, 90], [5, 5, 250]),
    labels: Uint8Array.of(0, 1, 2, 1),
  };
  const learner = (): LayersModel => {
    return sequential({
      layers: [
        layers.rescaling({ scale: 1 / 255, inputShape: [1, 3, 1] }),
        layers.flatten(),
        layers.dense({ units: 40, activation: 'relu', kernelInitializer: 'ones' }),
        layers.dropout({ rate: 0.5 }),
        layers.dense({ units: 3, activation: 'softmax', kernelInitializer: 'zeros' }),
      ],
    });
  };
  const options = { epochs: 3, batchSize: 2, learningRate: 0.1, stepsPerExecution: 1 } as const;
  const values = (model: LayersModel): number[] => readWeights(model).flatMap((weight) => [...weight.values]);

  test('answers with the weights that the model had when it was made', async () => {
    const model = learner();
    const predictor = await createPredictor(model);
    const before = await predictor.predict(bright);
    const answers: Promise<Predictions>[] = [];
    const asking = { onTrainBatchEnd: () => void answers.push(predictor.predict(bright)) };
    await fit(model, bright, { ...options, callbacks: [asking] });
    answers.push(predictor.predict(bright));
    expect(answers).toHaveLength(3 * 2 + 1);
    for (const answer of answers) expect(await answer).toEqual(before);
    // The output layer started with zeros: all classes alike.
    for (const probability of before.probabilities) expect(probability).toBeCloseTo(1 / 3, 6);
    expect(await predict(model, bright)).not.toEqual(before);
    await predictor.dispose();
  });

  test('leaves it as it is, whenever the predictor is asked or disposed', async () => {
    const alone = learner();
    await fit(alone, bright, options);
    const model = learner();
    const predictor = await createPredictor(model);
    let steps = 0;
    const disposing: Callback = {
      async onTrainBatchEnd() {
        steps++;
        if (steps === 1) await predictor.predict(bright);
        if (steps === 2) await predictor.dispose();
      },
    };
    await fit(model, bright, { ...options, callbacks: [disposing] });
    expect(steps).toBe(6);
    expect(values(model)).toEqual(values(alone));
    for (const layer of model.layers) expect(Object.hasOwn(layer, 'call')).toBe(false);
  });
});

test('calls that overlap are answered one after another, and an error ends only its own call', async () => {
  const model = smallModel();
  const predictor = await createPredictor(model);
  const bright = images([255, 0, 0]);
  const dark = images([0, 0, 0]);
  const calls = [
    predictor.predict(bright),
    predictor.predict({ ...dark, width: 2 }),
    predictor.predict(dark),
  ];
  const [first, second, third] = await Promise.allSettled(calls);
  expect(first).toMatchObject({ value: await predict(model, bright) });
  expect(second).toMatchObject({ reason: expect.any(RangeError) });
  expect(third).toMatchObject({ value: await predict(model, dark) });
  await predictor.dispose();
});

test('a predictor keeps nothing that was loaded, waits for its last call, and is then of no more use', async () => {
  const held = new Set<LoadedSamples>();
  const ends: number[] = [];
  const engine = tfjsEngine();
  const prepare: typeof engine.prepare = async (model, program) => {
    const session = await engine.prepare(model, program);
    const load = session.load.bind(session);
    vi.spyOn(session, 'load').mockImplementation(async (samples) => {
      const loaded = await load(samples);
      held.add(loaded);
      vi.spyOn(loaded, 'unload').mockImplementation(() => void held.delete(loaded));
      return loaded;
    });
    vi.spyOn(session, 'dispose').mockImplementation(async () => void ends.push(held.size));
    return session;
  };
  const predictor = await createPredictor(smallModel(), {
    tta: 'flip',
    engine: { name: 'counting', prepare },
  });
  const last = predictor.predict(images([1, 2, 3]));
  await Promise.all([predictor.dispose(), predictor.dispose()]);
  expect((await last).count).toBe(1);
  expect(ends).toEqual([0]);
  await expect(predictor.predict(images([1, 2, 3]))).rejects.toThrow(
    'This predictor was disposed: create another one',
  );
});

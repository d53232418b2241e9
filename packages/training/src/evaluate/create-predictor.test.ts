import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test, vi } from 'vitest';
import {
  createPredictor,
  type LoadedSamples,
  predict,
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

import { layers, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, test, vi } from 'vitest';
import {
  chooseEngine,
  createModel,
  createPredictor,
  evaluate,
  fit,
  predict,
  type Samples,
  simdEngine,
  tfjsEngine,
  toCategorical,
  useWasmBackend,
} from './index.ts';

/** Images of 4x4 pixels: bright above (class 0) or below (class 1). */
function halves(count: number): Samples & { readonly labels: Uint8Array } {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  const images = Uint8Array.from({ length: count * 16 }, (_, at) => {
    const bright = Number(at % 16 >= 8) === labels[Math.floor(at / 16)];
    return (bright ? 150 : 0) + ((at * 37) % 100);
  });
  return { images, labels, count, height: 4, width: 4, channels: 1 };
}

const inputShape = [4, 4, 1] as const;

/** Trains on tfjs alone: the simd engine does not compile its activation. */
async function unsupportedModel() {
  await useWasmBackend();
  return sequential({
    layers: [
      layers.rescaling({ scale: 1 / 255, inputShape: [...inputShape] }),
      layers.flatten(),
      layers.dense({ units: 4, activation: 'selu' }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
}

describe('a training', () => {
  test('takes the fast engine and the loss of its preset by itself', async () => {
    const model = await createModel('mlp-32', { inputShape, classes: 2, seed: 1 });
    const train = halves(64);
    const { status, history } = await fit(model, train, { epochs: 8, learningRate: 0.01, seed: 1 });
    expect(status).toBe('completed');

    const again = await createModel('mlp-32', { inputShape, classes: 2, seed: 1 });
    const byHand = await fit(again, train, {
      epochs: 8,
      learningRate: 0.01,
      seed: 1,
      loss: 'sparseCategoricalCrossentropy',
      engine: simdEngine({ threads: 1 }),
    });
    expect(history.map(({ loss }) => loss)).toEqual(byHand.history.map(({ loss }) => loss));

    const unseen = halves(10);
    const { accuracy, loss } = await evaluate(model, unseen);
    expect(accuracy).toBe(1);
    const predictions = await predict(model, unseen);
    expect(Array.from(unseen.labels, (_, index) => predictions.argMax(index))).toEqual([...unseen.labels]);
    const cross = Array.from(unseen.labels, (label, index) => -Math.log(predictions.row(index)[label]!));
    expect(loss).toBeCloseTo(cross.reduce((sum, each) => sum + each, 0) / cross.length, 6);
  });

  test('remembers a loss that was given, for the evaluation', async () => {
    const model = await createModel('softmax', { inputShape, classes: 2 });
    const train = { ...halves(16), targets: toCategorical(halves(16).labels, 2) };
    await fit(model, train, { epochs: 1, loss: 'categoricalCrossentropy' });
    const { labels: _, ...onlyTargets } = train;
    await expect(evaluate(model, onlyTargets)).resolves.toMatchObject({ accuracy: expect.any(Number) });
  });

  test('says once which engine it takes instead, and why', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const model = await unsupportedModel();
    await fit(model, halves(16), { epochs: 2, validation: halves(8) });
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/^Training on tfjs, since simd cannot: Layer .*/)],
    ]);
    await evaluate(model, halves(8));
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  test('gives a predictor whose answers, one image at a time, have the bits of predict', async () => {
    const model = await createModel('mlp-32', { inputShape, classes: 2, seed: 1 });
    const { labels: _, ...samples } = halves(10);
    const expected = await predict(model, samples);
    const predictor = await createPredictor(model);
    for (let index = 0; index < samples.count; index++) {
      const images = samples.images.slice(index * 16, (index + 1) * 16);
      const predictions = await predictor.predict({ ...samples, images, count: 1 });
      expect(predictions.row(0)).toEqual(expected.row(index));
    }
    await predictor.dispose();
  });

  test('stays with an engine that is given', async () => {
    const model = await unsupportedModel();
    const options = { epochs: 1, engine: simdEngine({ threads: 1 }) };
    await expect(fit(model, halves(4), options)).rejects.toThrow('simd');
  });
});

describe('chooseEngine', () => {
  test('gives engines by their names', () => {
    expect(chooseEngine({ engine: 'simd' }).name).toBe('simd');
    expect(chooseEngine({ engine: 'tfjs' }).name).toBe(tfjsEngine().name);
  });

  test('goes back to the fast engine for a model that it can run', async () => {
    const notices: string[] = [];
    const engine = chooseEngine({ threads: 1, onNotice: (message) => notices.push(message) });
    const fast = await createModel('softmax', { inputShape, classes: 2 });
    const names: string[] = [];
    for (const model of [await unsupportedModel(), fast, await unsupportedModel()]) {
      await fit(model, halves(4), { epochs: 1, engine });
      names.push(engine.name);
    }
    expect(names).toEqual(['tfjs', 'simd', 'tfjs']);
    expect(notices).toHaveLength(1);
  });

  test('refuses a name that no engine has', () => {
    // @ts-expect-error -- a caller without types can pass any
    expect(() => chooseEngine({ engine: 'cuda' })).toThrow(
      'Unknown engine "cuda"; there are auto, simd, tfjs',
    );
  });
});

import { createModel, prepare, presetRecipe, presets } from '@atelier/presets';
import type { EngineName } from '@atelier/presets/recipe';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Checkpoint, readWeights } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { chooseEngine, fit, useWasmBackend } from './index.ts';

beforeAll(() => useWasmBackend());

/** Ten images of three by three pixels. */
const images = {
  images: Uint8Array.from({ length: 90 }, (_, at) => (at * 37) % 256),
  labels: Uint8Array.from({ length: 10 }, (_, index) => index % 2),
  count: 10,
  height: 3,
  width: 3,
  channels: 1,
};
const data = { classNames: ['even', 'odd'], train: images, test: images };
const layers = 'conv 3 3x3 same, norm, relu, dense 4, norm, relu';
const recipe = { ...presetRecipe(presets.cnn), layers, epochs: 3, batchSize: 4, seed: 1 };
describe.each<EngineName>(['simd', 'tfjs'])('on %s, a resumed run with batch normalization', (name) => {
  const engine = chooseEngine({ engine: name, threads: 2 });

  /** A run to its end, and its checkpoints; in place of its own model, it may train another. */
  async function run(resume?: Checkpoint, model?: LayersModel) {
    const prepared = prepare(recipe, data, { resume, model });
    const checkpoints: Checkpoint[] = [];
    const { history } = await fit(prepared.model, prepared.train, {
      ...prepared.options,
      engine,
      checkpoint: { every: 1, save: (checkpoint) => void checkpoints.push(checkpoint) },
    });
    return {
      history: history.map((record) => ({ ...record, seconds: 0 })),
      weights: readWeights(prepared.model).map(({ values }) => values),
      checkpoints,
    };
  }

  test('ends with its own momentum as one that was never stopped', async () => {
    const { checkpoints, ...straight } = await run();
    expect(checkpoints).toHaveLength(9);
    for (const checkpoint of checkpoints) {
      expect(checkpoint.settings['normMomentum']).toBe(0.9);
      expect(await run(checkpoint)).toMatchObject(straight);
    }
  });

  test('that an earlier version began goes on with 0.99, as if it had ended it', async () => {
    const former = createModel(recipe, { inputShape: [3, 3, 1], classes: 2, seed: 1, normMomentum: 0.99 });
    const { checkpoints, ...straight } = await run(undefined, former);
    expect((await run()).weights).not.toEqual(straight.weights);
    for (const checkpoint of checkpoints) {
      const { normMomentum, ...settings } = checkpoint.settings;
      expect(normMomentum).toBe(0.99);
      expect(await run({ ...checkpoint, settings })).toMatchObject(straight);
    }
  });
});

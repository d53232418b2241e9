import { loadDataset } from '@atelier/datasets';
import { prepare } from '@atelier/presets';
import { simdEngine } from '@atelier/simd';
import { fit, serializeModel, useWasmBackend } from '@atelier/training';
import { io, tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/settings/query.ts';
import { downloadModel } from './download-model.ts';
import { serve } from './serve.ts';
import { chromium, server } from './served-page.ts';

describe('the saved model', () => {
  test('gives the same probabilities in stock TensorFlow.js in Node', async () => {
    await chromium.open(`${server.url}?preset=mlp-deep&epochs=1&images=5000`);
    await chromium.trainToEnd();
    const { modelJson, weights } = await downloadModel(chromium);
    const { predictions } = (await chromium.reports('predictions')).at(-1)!;
    await useWasmBackend();
    const { modelTopology, weightsManifest } = JSON.parse(modelJson);
    const model = await loadLayersModel(
      io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest[0].weights,
        weightData: Uint8Array.from(weights).buffer,
      }),
    );
    for (const { pixels, probabilities } of predictions) {
      const output = model.predict(tensor([...pixels], [1, 28, 28, 1]));
      const inNode = [...(Array.isArray(output) ? output[0]! : output).dataSync()];
      for (const [label, probability] of probabilities.entries()) {
        expect(Math.abs(probability - inNode[label]!)).toBeLessThan(1e-6);
      }
    }
  });

  test('after one epoch has the same bits as Node’s, isolated and not; and Chromium is about as fast', async () => {
    const query = 'preset=mlp-32&epochs=1&images=20000&seed=11&dropout=0.1&shift=1';
    const data = await loadDataset('fashion-mnist', { folder: process.env['ATELIER_DATA'] || undefined });
    await useWasmBackend();
    const inNode = async (): Promise<{ weights: Uint8Array; seconds: number }> => {
      const { model, train, options } = prepare(parseQuery(query).recipe.settings, data);
      const { history } = await fit(model, train, { ...options, engine: simdEngine({ threads: 2 }) });
      return { weights: (await serializeModel(model)).weights, seconds: history[0]!.seconds };
    };
    const node = await inNode();

    const inChromium = async (isolated: boolean): Promise<{ weights: Uint8Array; seconds: number }> => {
      const own = await serve({ isolated });
      try {
        await chromium.open(`${own.url}?${query}`);
        expect(await chromium.page.evaluate(() => crossOriginIsolated)).toBe(isolated);
        if (isolated) await chromium.waitForThreads();
        await chromium.trainToEnd();
        const shared = (await chromium.reports('threads')).some(({ threads }) => threads > 1);
        expect(shared).toBe(isolated);
        const [epoch] = await chromium.reports('epoch');
        return { weights: (await downloadModel(chromium)).weights, seconds: epoch!.record.seconds };
      } finally {
        await chromium.leave();
        await own.close();
      }
    };
    const threaded = await inChromium(true);
    const single = await inChromium(false);
    expect(threaded.weights).toEqual(node.weights);
    expect(single.weights).toEqual(node.weights);
    const again = await inNode();
    const best = Math.min(node.seconds, again.seconds);
    console.log(
      `an epoch of ${query}: Node ${best.toFixed(2)} s, Chromium isolated ${threaded.seconds.toFixed(2)} s, not isolated ${single.seconds.toFixed(2)} s`,
    );
  });
});

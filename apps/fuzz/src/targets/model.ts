import {
  deserializeModel,
  ModelFileError,
  predict,
  serializeModel,
  UnsupportedError,
  useWasmBackend,
} from '@atelier/training';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { jsonText, mutateBytes, mutateJson } from '../mutate.ts';
import { Finding, refusedOrAnswered, type Target } from '../target.ts';

/** `model.json` and `weights.bin`. What loads has to predict, or to say why it cannot. */
export const model: Target = {
  async prepare() {
    await useWasmBackend();
    const made = sequential();
    made.add(layers.rescaling({ scale: 1 / 255, inputShape: [4, 3, 1] }));
    made.add(layers.flatten());
    made.add(layers.dense({ units: 5, activation: 'relu' }));
    made.add(layers.dropout({ rate: 0.2 }));
    made.add(layers.dense({ units: 3, activation: 'softmax' }));
    const { modelJson, weights } = await serializeModel(made);
    const json: unknown = JSON.parse(modelJson);
    const samples = { images: new Uint8Array(24).fill(9), count: 2, height: 4, width: 3, channels: 1 };
    return async (random) => {
      const text = jsonText(random, mutateJson(random, json));
      const bytes = random.below(3) === 0 ? mutateBytes(random, weights) : weights;
      const loaded = await refusedOrAnswered(
        () => deserializeModel({ modelJson: text, weights: bytes }),
        [ModelFileError],
      );
      if (loaded === undefined) return;
      try {
        const answer = await refusedOrAnswered(
          () => predict(loaded, samples),
          [RangeError, UnsupportedError],
        );
        if (answer && answer.length % 2 !== 0) throw new Finding(`Two samples got ${answer.length} outputs`);
      } finally {
        loaded.dispose();
      }
    };
  },
};

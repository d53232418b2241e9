import {
  deserializeModel,
  ModelFileError,
  predict,
  serializeModel,
  UnsupportedError,
  useWasmBackend,
} from '@atelier/training';
import { memory } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  type LayersModel,
  model as functional,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { jsonText, mutateBytes, mutateJson, pick } from '../mutate.ts';
import { Finding, refusedOrAnswered, type Target } from '../target.ts';

/** `model.json` and `weights.bin`. What loads has to predict, or to say why it cannot. */
export const model: Target = {
  async prepare() {
    await useWasmBackend();
    const examples = await Promise.all([dense(), convolution(), branched()].map(serializeModel));
    const samples = { images: new Uint8Array(24).fill(9), count: 2, height: 4, width: 3, channels: 1 };
    return async (random) => {
      const { modelJson, weights } = pick(random, examples);
      const text = jsonText(random, mutateJson(random, JSON.parse(modelJson)));
      const bytes = random.below(3) === 0 ? mutateBytes(random, weights) : weights;
      const tensors = memory().numTensors;
      const loaded = await refusedOrAnswered(
        () => deserializeModel({ modelJson: text, weights: bytes }),
        [ModelFileError],
      );
      if (loaded === undefined) {
        checkTensors(tensors);
        return;
      }
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

function checkTensors(before: number): void {
  const { numTensors } = memory();
  if (numTensors !== before) throw new Finding(`It left ${numTensors - before} tensors`);
}

function dense(): LayersModel {
  const made = sequential();
  made.add(layers.rescaling({ scale: 1 / 255, inputShape: [4, 3, 1] }));
  made.add(layers.flatten());
  made.add(layers.dense({ units: 5, activation: 'relu' }));
  made.add(layers.dropout({ rate: 0.2 }));
  made.add(layers.dense({ units: 3, activation: 'softmax' }));
  return made;
}

function convolution(): LayersModel {
  const made = sequential();
  made.add(layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [4, 3, 1], padding: 'same' }));
  made.add(layers.upSampling2d({ size: [2, 2] }));
  made.add(layers.maxPooling2d({ poolSize: 2 }));
  made.add(layers.globalAveragePooling2d({}));
  made.add(layers.repeatVector({ n: 2 }));
  made.add(layers.simpleRNN({ units: 2, recurrentInitializer: 'zeros' }));
  made.add(layers.dense({ units: 1, activation: 'sigmoid' }));
  return made;
}

function branched(): LayersModel {
  const image = input({ shape: [4, 3, 1] });
  const flat = apply(layers.flatten(), image);
  const shared = layers.dense({ units: 12 });
  const once = apply(shared, flat);
  const joined = apply(layers.concatenate(), [once, apply(shared, once)]);
  return functional({
    inputs: image,
    outputs: apply(layers.dense({ units: 3, activation: 'softmax' }), joined),
  });
}

function apply(layer: layers.Layer, to: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  const output = layer.apply(to);
  if (!(output instanceof Object) || Array.isArray(output) || !('sourceLayer' in output)) {
    throw new TypeError(`The layer ${layer.name} has one symbolic output`);
  }
  return output;
}

import { simdEngine } from '@atelier/simd';
import {
  deserializeModel,
  fit,
  ModelFileError,
  predict,
  type Predictions,
  serializeModel,
  UnsupportedError,
  useWasmBackend,
} from '@atelier/training';
import type { RandomStream } from '@atelier/random';
import { memory } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model as functional, sequential } from '@tensorflow/tfjs-layers';
import { jsonText, mutateBytes, mutateJson, pick } from '../mutate.ts';
import { Finding, refusedOrAnswered, type Target } from '../target.ts';
import { applyLayer } from './apply-layer.ts';
import { largestDifference } from './largest-difference.ts';

/** Between the engines' outputs, as a share of the largest value. */
const TOLERANCE = 1e-3;

/**
 * `model.json` and `weights.bin`. A model that loads must predict and train, or fail with a message, and both engines must predict the
 * same.
 */
export const model: Target = {
  async prepare() {
    await useWasmBackend();
    const examples = await Promise.all(
      [dense(), activations(), residual()].map(async (each) => serializeModel(each)),
    );
    const samples = { images: new Uint8Array(24).fill(9), count: 2, height: 4, width: 3, channels: 1 };
    return async (random) => {
      const { modelJson, weights } = pick(random, examples);
      const text = withOtherClass(random, jsonText(random, mutateJson(random, JSON.parse(modelJson))));
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
        if (answer && answer.count !== 2) throw new Finding(`Two samples got ${answer.count} predictions`);
        const engine = simdEngine({ threads: 1 });
        const fast = await refusedOrAnswered(
          () => predict(loaded, samples, { engine }),
          [RangeError, UnsupportedError],
        );
        if (answer && fast) compare(answer, fast);
        await refusedOrAnswered(
          () => fit(loaded, { ...samples, labels: Uint8Array.of(0, 1) }, { engine, epochs: 1, batchSize: 2 }),
          [RangeError, UnsupportedError],
        );
      } finally {
        loaded.dispose();
      }
    };
  },
};

/** TensorFlow.js's classes, with their specific settings. */
const classes = (
  'Bidirectional CategoryEncoding CenterCrop Conv1D Conv3D ConvLSTM2D Cropping2D DepthwiseConv2D Dot ELU Embedding GRU ' +
  'GaussianNoise LSTM LayerNormalization Masking PReLU Permute RNN RandomWidth RepeatVector Resizing SimpleRNN Softmax ' +
  'SpatialDropout1D ThresholdedReLU TimeDistributed UpSampling2D ZeroPadding2D Conv2D Conv2DTranspose MaxPooling2D BatchNormalization Concatenate Sequential Orthogonal Identity MaxNorm L1L2'
).split(' ');

/** Changes one class in five files. */
function withOtherClass(random: RandomStream, text: string): string {
  const found = [...text.matchAll(/"class_name":"([A-Za-z0-9]*)"/g)];
  if (found.length === 0 || random.below(5) > 0) return text;
  const { index, 0: whole } = pick(random, found);
  return `${text.slice(0, index)}"class_name":"${pick(random, classes)}"${text.slice(index + whole.length)}`;
}

function compare(reference: Predictions, fast: Predictions): void {
  const difference = largestDifference([reference.probabilities], [fast.probabilities], 1e-3);
  if (!(difference <= TOLERANCE)) throw new Finding(`The outputs of the two engines differ by ${difference}`);
}

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

function activations(): LayersModel {
  const made = sequential();
  made.add(layers.dense({ units: 3, inputShape: [4, 3, 1] }));
  made.add(layers.leakyReLU({ alpha: 0.1 }));
  made.add(layers.reshape({ targetShape: [6, 6] }));
  made.add(layers.dense({ units: 2, useBias: false }));
  made.add(layers.elu());
  made.add(layers.flatten());
  made.add(layers.activation({ activation: 'tanh' }));
  made.add(layers.dense({ units: 1, activation: 'sigmoid' }));
  return made;
}

/** Convolutions and pools, and a value that is used twice. */
function residual(): LayersModel {
  const image = input({ shape: [4, 3, 1] });
  const edges = applyLayer(
    layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }),
    image,
  );
  const normal = applyLayer(
    layers.batchNormalization(),
    applyLayer(layers.depthwiseConv2d({ kernelSize: 1 }), edges),
  );
  const sum = applyLayer(layers.concatenate(), [applyLayer(layers.add(), [edges, normal]), edges]);
  const padded = applyLayer(
    layers.zeroPadding2d({ padding: 1 }),
    applyLayer(layers.maxPooling2d({ poolSize: 2 }), sum),
  );
  const mixed = applyLayer(layers.separableConv2d({ filters: 3, kernelSize: 2 }), padded);
  const mean = applyLayer(
    layers.globalAveragePooling2d({}),
    applyLayer(layers.averagePooling2d({ poolSize: 1 }), mixed),
  );
  return functional({ inputs: image, outputs: applyLayer(layers.softmax(), mean) });
}

import { type Picture, placeChecked } from '@atelier/datasets/browser';
import type { ClassifierData } from './classifier-data.ts';
import { decodeWeights } from './decode-weights.ts';
import { runLayer } from './run-layer.ts';

/** What a classifier takes: raw pixels of its own size, or a picture of any size. */
export type ClassifierInput = Uint8Array | Uint8ClampedArray | Picture | CanvasLike;

/** An `HTMLCanvasElement` or `OffscreenCanvas`. */
interface CanvasLike {
  readonly width: number;
  readonly height: number;
  getContext(
    kind: '2d',
  ): { getImageData(x: number, y: number, width: number, height: number): Picture } | null;
}

/** One class of a prediction. */
export interface Classified {
  readonly className: string;
  /** From 0 to 1. */
  readonly probability: number;
}

/** A trained model that needs nothing but this code. */
export interface Classifier {
  readonly classNames: readonly string[];
  /** `[height, width, channels]` of the raw pixels. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** Every class, the most probable first; see the module's types. */
  readonly classify: (input: ClassifierInput) => Classified[];
  /** What the model gives for raw pixels, one number per output. */
  readonly run: (pixels: Uint8Array | Uint8ClampedArray) => Float32Array;
}

/** Makes a classifier of its data. */
export function createClassifier(data: ClassifierData): Classifier {
  const { classNames, inputShape, placement, layers } = data;
  const weights = decodeWeights(data);
  const size = inputShape.reduce((product, length) => product * length, 1);

  const run = (pixels: Uint8Array | Uint8ClampedArray): Float32Array => {
    if (pixels.length !== size) {
      throw new RangeError(`Raw pixels are ${size} bytes, ${inputShape.join(' x ')}; found ${pixels.length}`);
    }
    const outputs: Float32Array[] = [];
    const start = Float32Array.from(pixels);
    for (const [index, layer] of layers.entries()) {
      const inputs = layer.inputs.map((at) => outputs[at] ?? start);
      outputs.push(runLayer(layer, inputs, weights[index]!));
    }
    return outputs.at(-1)!;
  };

  const classify = (input: ClassifierInput): Classified[] => {
    const outputs = run(pixelsOf(input));
    // A single sigmoid is the probability of class 1.
    const [only = 0] = outputs;
    const probabilities = outputs.length === 1 ? [1 - only, only] : outputs;
    return classNames
      .map((className, index) => ({ className, probability: probabilities[index]! }))
      .sort((a, b) => b.probability - a.probability);
  };

  const pixelsOf = (input: ClassifierInput): Uint8Array | Uint8ClampedArray => {
    // Not by `instanceof`: arrays may come from another frame.
    if (ArrayBuffer.isView(input)) return input;
    const picture = 'getContext' in input ? imageDataOf(input) : input;
    if (!ArrayBuffer.isView(picture?.data)) {
      throw new TypeError('classify takes an ImageData, a canvas, or a Uint8Array of raw pixels');
    }
    if (picture.data.length !== picture.width * picture.height * 4 || picture.width < 1) {
      throw new RangeError('A picture has 4 bytes for each pixel: red, green, blue, alpha');
    }
    if (inputShape[2] !== 1 && inputShape[2] !== 3) {
      throw new RangeError(`A model of ${inputShape[2]} channels takes raw pixels only`);
    }
    return placeChecked(picture, inputShape, placement).pixels;
  };

  return { classNames, inputShape, classify, run };
}

function imageDataOf(canvas: CanvasLike): Picture | undefined {
  return canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
}

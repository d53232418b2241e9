import { interleave, type Picture, type Placing } from '@atelier/datasets/browser';
import { type LayerClass, type Shape, sizeOf } from '@atelier/network';
import type { ActivationFunction } from './activations.ts';
import type { Activation, ClassifierData, PlannedLayer, WeightFormat } from './classifier-data.ts';
import { decodeWeights } from './decode-weights.ts';
import type { Decoder } from './decoders.ts';
import type { LayerWeights, RunLayer } from './layers/run-layer.ts';

type Layers = { readonly [Kind in LayerClass]: RunLayer<Kind> };

/** The code that depends on what a classifier is made of, by the names in its data; what they do not name may be missing. */
export type ClassifierParts = Layers &
  Readonly<Record<Activation, ActivationFunction> & Record<WeightFormat, Decoder>> & {
    readonly place: Placing;
  };

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
export function createClassifier(data: ClassifierData, parts: ClassifierParts): Classifier {
  const { classNames, inputShape, placement, layers } = data;
  const weights = decodeWeights(data, parts);
  const size = sizeOf(inputShape);

  const run = (pixels: Uint8Array | Uint8ClampedArray): Float32Array => {
    if (pixels.length !== size) {
      throw new RangeError(`Raw pixels are ${size} bytes, ${inputShape.join(' x ')}; found ${pixels.length}`);
    }
    const start = Float32Array.from(pixels);
    const outputs: Float32Array[] = [];
    for (const [index, layer] of layers.entries()) {
      const inputs = layer.inputs.map((at) => outputs[at] ?? start);
      const shapes = layer.inputs.map((at) => layers[at]?.shape ?? inputShape);
      const sums = runLayer(parts, layer, inputs, shapes, weights[index]!);
      const { activation, shape } = layer;
      outputs.push(activation ? parts[activation](sums, shape.at(-1)!) : sums);
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
    // Nor by its type: callers without types pass anything.
    const given: Partial<Picture & CanvasLike> | undefined = input;
    const { width = 0, height = 0 } = given ?? {};
    const picture = given?.getContext ? given.getContext('2d')?.getImageData(0, 0, width, height) : given;
    const bytes = picture?.data;
    if (!ArrayBuffer.isView(bytes) || bytes.length !== width * height * 4 || width < 1) {
      throw new TypeError('classify takes an ImageData, a canvas, or a Uint8Array of raw pixels');
    }
    const { planes } = parts.place({ data: bytes, width, height }, inputShape, placement);
    return interleave(planes, inputShape[2]);
  };

  return { classNames, inputShape, classify, run };
}

function runLayer<Kind extends LayerClass>(
  layers: Layers,
  layer: PlannedLayer<Kind>,
  ...others: [inputs: readonly Float32Array[], shapes: readonly Shape[], weights: LayerWeights]
): Float32Array {
  return layers[layer.kind](layer, ...others);
}

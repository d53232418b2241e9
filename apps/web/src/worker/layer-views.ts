import { tensor, tidy } from '@tensorflow/tfjs-core';
import { type LayersModel, model as functionalModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { LabelledImages } from '@atelier/datasets/browser';
import type { LayerView } from '../messages.ts';
import { isTemplates, type PictureSize } from './pictures.ts';

type Layer = LayersModel['layers'][number];

interface ShownLayer {
  readonly layer: Layer;
  readonly title: string;
  parameters: number;
  output: SymbolicTensor;
}

/** The most feature maps of a layer: more would be too small to see. */
const mostMaps = 16;
const mostUnits = 256;
/** Pictures among which a unit's strongest are sought. */
const mostLookedAt = 600;
/** Pictures that run through the model at once. */
const batch = 100;

/** The layers that are shown: what follows one of them (normalization, activation, dropout) is shown as its output. */
const words: Readonly<Record<string, string>> = {
  Conv2D: 'conv',
  DepthwiseConv2D: 'depthwise',
  SeparableConv2D: 'separable',
  MaxPooling2D: 'pool',
  AveragePooling2D: 'average-pool',
  GlobalAveragePooling2D: 'global-average',
  GlobalMaxPooling2D: 'global-max',
  Add: 'add',
  Concatenate: 'concatenate',
  Dense: 'dense',
};

/** Runs single pictures through a model and shows what each layer makes of them. Owns no weights: it is not disposed. */
export class LayerViews {
  readonly #size: PictureSize;
  readonly #inputs: LayersModel['inputs'];
  readonly #shown: readonly ShownLayer[];
  readonly #through: LayersModel | undefined;
  /** The only layer, if each of its units is a class. */
  readonly #templates: Layer | undefined;
  /** The place among the shown layers of the first one with weights; `undefined` if it is not shown. */
  readonly firstPlace: number | undefined;

  constructor(model: LayersModel, size: PictureSize, classes: number) {
    this.#size = size;
    this.#inputs = model.inputs;
    const [first] = model.layers.filter((layer) => layer.getWeights().length > 0);
    this.#templates = first && isTemplates(model, first, classes) ? first : undefined;
    this.#shown = shownLayers(model);
    this.#through =
      this.#shown.length > 0
        ? functionalModel({ inputs: model.inputs, outputs: this.#shown.map(({ output }) => output) })
        : undefined;
    const place = this.#templates ? 0 : this.#shown.findIndex(({ layer }) => layer === first);
    this.firstPlace = place < 0 ? undefined : place;
  }

  /** @param pixels of one picture */
  of(pixels: Uint8Array): LayerView[] {
    if (this.#templates) return [this.#evidence(this.#templates, pixels)];
    const through = this.#through;
    if (!through) return [];
    const { height, width, channels } = this.#size;
    const views: LayerView[] = [];
    tidy(() => {
      const outputs = through.predict(tensor(Float32Array.from(pixels), [1, height, width, channels]));
      for (const [place, output] of [outputs].flat().entries()) {
        views.push(view(this.#shown[place]!, output.shape.slice(1), output.dataSync()));
      }
    });
    return views;
  }

  /**
   * The pictures to which a unit or feature map of a shown layer responds most, strongest first, `among` the first so many; those that
   * leave it off don't count. `undefined` if there is no such layer.
   */
  strongest(
    place: number,
    unit: number,
    pictures: LabelledImages,
    count: number,
  ): { readonly indices: readonly number[]; readonly among: number } | undefined {
    const output = this.#templates ? this.#templates.output : this.#shown[place]?.output;
    if (!(output instanceof SymbolicTensor)) return undefined;
    const through = functionalModel({ inputs: this.#inputs, outputs: output });
    const { height, width, channels } = this.#size;
    const looked = Math.min(pictures.count, mostLookedAt);
    const responses = new Float32Array(looked);
    for (let from = 0; from < looked; from += batch) {
      const to = Math.min(looked, from + batch);
      const pixels = pictures.images.subarray(
        from * height * width * channels,
        to * height * width * channels,
      );
      tidy(() => {
        const found = [
          through.predict(tensor(Float32Array.from(pixels), [to - from, height, width, channels])),
        ].flat()[0]!;
        const units = found.shape.at(-1)!;
        const perPicture = found.size / (to - from);
        for (const [at, value] of found.dataSync().entries()) {
          if (at % units !== unit) continue;
          const index = from + Math.floor(at / perPicture);
          responses[index] = Math.max(responses[index]!, value);
        }
      });
    }
    const order = Array.from(responses.keys()).filter((index) => responses[index]! > 0);
    const indices = order.sort((a, b) => responses[b]! - responses[a]!).slice(0, count);
    return { indices, among: looked };
  }

  /** The weight of each pixel for each class, times the pixel. */
  #evidence(layer: Layer, pixels: Uint8Array): LayerView {
    const { height, width } = this.#size;
    const kernel = layer.getWeights()[0]!;
    const classes = kernel.shape[1]!;
    const weights = kernel.dataSync();
    const values = Float32Array.from(
      weights,
      (weight, at) => (weight * pixels[Math.floor(at / classes)]!) / 255,
    );
    return view(
      { title: 'template × picture', parameters: layer.countParams() },
      [height, width, classes],
      values,
    );
  }
}

/** All but the output, which the probabilities show. */
function shownLayers({ layers }: LayersModel): ShownLayer[] {
  const shown: ShownLayer[] = [];
  for (const layer of layers.slice(0, -1)) {
    const className = layer.getClassName();
    const word = words[className];
    const { output } = layer;
    if (!(output instanceof SymbolicTensor)) continue;
    const last = shown.at(-1);
    if (word !== undefined) {
      shown.push({ layer, title: titleOf(layer, word), parameters: layer.countParams(), output });
    } else if (last && className !== 'Flatten') {
      last.output = output;
      last.parameters += layer.countParams();
    }
  }
  return shown;
}

function titleOf(layer: Layer, word: string): string {
  const config = layer.getConfig();
  const window = config['kernelSize'] ?? config['poolSize'];
  return Array.isArray(window) ? `${word} ${window.join('×')}` : word;
}

function view(
  { title, parameters }: Pick<LayerView, 'title' | 'parameters'>,
  shape: readonly number[],
  outputs: ArrayLike<number>,
): LayerView {
  const [height = 1, width = 1] = shape.length === 3 ? shape : [];
  const count = shape.at(-1) ?? 1;
  const shown = Math.min(count, shape.length === 3 ? mostMaps : mostUnits);
  let full = 0;
  for (let at = 0; at < outputs.length; at++) full = Math.max(full, Math.abs(outputs[at]!));
  const values = new Int8Array(shown * height * width);
  for (let map = 0; map < shown; map++) {
    for (let pixel = 0; pixel < height * width; pixel++) {
      values[map * height * width + pixel] = (outputs[pixel * count + map]! / (full || 1)) * 127;
    }
  }
  return { title, parameters, shape, values, shown, height, width };
}

import {
  type Checkpoint,
  classProbabilities,
  encodeCheckpoint,
  type Engine,
  evaluate,
  type Mistake,
  type NamedTensor,
  predict,
  readWeights,
  serializeModel,
  tfjsEngine,
} from '@atelier/training';
import { type LabelledImages, type Picture, type Placement, placePicture } from '@atelier/datasets/browser';
import type { LossName, Samples } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type {
  AskedPicture,
  LabelledPicture,
  OwnPrediction,
  Placed,
  Report,
  StrongestPictures,
} from '../messages.ts';
import { LayerViews } from './layer-views.ts';
import { firstLayer, gather, type PictureSize, labelledPicture } from './pictures.ts';

const mistakesShown = 24;
const cellPictures = 40;
const strongestShown = 6;

export interface PresentModelOptions {
  /** The run of the model: all reports about it name this run. */
  readonly run: number;
  /** Disposed with this. */
  readonly model: LayersModel;
  readonly loss: LossName;
  readonly labelSmoothing: number;
  /** Of the pictures that it takes. */
  readonly size: PictureSize;
  /** In the order of its outputs. */
  readonly classNames: readonly string[];
  /** How the pictures lie that it was trained on; measured when it is first needed. */
  readonly placement: () => Placement;
  /** What it is tested on; `undefined` for a model trained on data other than the page's, and until the test images are here. */
  readonly test: () => LabelledImages | undefined;
  readonly measuring: Engine;
  readonly post: (report: Report) => void;
  /** Brings the model up to date, while a run trains it. */
  readonly sync?: () => Promise<void> | undefined;
  /** Whether it is the run's model as it was after an earlier epoch. */
  readonly past?: boolean;
}

/** The page's current model, and reports about it, also during its run. */
export class PresentModel {
  readonly run: number;
  readonly #options: PresentModelOptions;
  readonly #views: LayerViews;
  /** Of the last evaluation, the most confident first. */
  #mistakes: readonly Mistake[] | undefined;
  #evaluated = -Infinity;
  #saved = -Infinity;

  constructor(options: PresentModelOptions) {
    this.run = options.run;
    this.#options = options;
    this.#views = new LayerViews(options.model, options.size, options.classNames.length);
  }

  /** Milliseconds since it was evaluated on the test set. */
  get sinceEvaluation(): number {
    return performance.now() - this.#evaluated;
  }

  /** Milliseconds since a backup copy was posted. */
  get sinceSave(): number {
    return performance.now() - this.#saved;
  }

  /** Posts its first layer, and its predictions for some test images. */
  async look(watched: readonly number[]): Promise<void> {
    const model = await this.#model();
    const { size, classNames, post } = this.#options;
    const layer = firstLayer(model, size, classNames.length);
    if (layer) post({ type: 'weights', run: this.run, ...layer, place: this.#views.firstPlace });
    await this.postPredictions(watched);
  }

  async postPredictions(watched: readonly number[]): Promise<void> {
    const test = this.#options.test();
    const classes = this.#options.classNames.length;
    if (!test) return;
    const indices = watched.filter((index) => index < test.count);
    if (indices.length === 0) return;
    const outputs = await this.#predict(gather(test, indices));
    this.#options.post({
      type: 'predictions',
      run: this.run,
      predictions: indices.map((index, place) => ({
        ...labelledPicture(test, index),
        probabilities: outputs.slice(place * classes, (place + 1) * classes),
      })),
    });
  }

  async predict(asked: AskedPicture): Promise<OwnPrediction> {
    const { height, width, channels } = this.#options.size;
    const { format } = asked;
    const fits = format.height === height && format.width === width && format.channels === channels;
    const placed = asked.kind === 'ready' && fits ? undefined : this.place(pictureOf(asked));
    const { pixels } = placed ?? asked;
    const probabilities = await this.#predict({ ...this.#options.size, images: pixels, count: 1 });
    return { run: this.run, placed, probabilities, layers: this.#views.of(pixels) };
  }

  /** Any picture as it gets it: placed as its training pictures lie. */
  place(picture: Picture): Placed {
    const { height, width, channels } = this.#options.size;
    const placement = this.#options.placement();
    const ink = channels === 1 && (placement.background?.[0] ?? 255) < 128;
    const placed = placePicture(picture, [height, width, channels], placement);
    return { ...placed, format: { height, width, channels, ink } };
  }

  /** Evaluates it on the test set. */
  async evaluate(): Promise<void> {
    const { loss: lossName, labelSmoothing, measuring, post, past = false } = this.#options;
    const test = this.#options.test();
    if (!test) return;
    const model = await this.#model();
    const result = await evaluate(model, test, {
      loss: lossName,
      labelSmoothing,
      engine: measuring,
      mistakes: test.count,
    });
    const { loss, accuracy, confusion, perClass, mistakes } = result;
    post({
      type: 'evaluation',
      run: this.run,
      past,
      loss,
      accuracy,
      confusion,
      perClass,
      mistakes: mistakes
        .slice(0, mistakesShown)
        .map((mistake) => ({ ...labelledPicture(test, mistake.index), ...mistake })),
    });
    this.#mistakes = mistakes;
    this.#evaluated = performance.now();
  }

  /** Test pictures of a class that it takes for a class, by the last evaluation; the most confident mistakes first. */
  picturesOf(label: number, predicted: number): LabelledPicture[] {
    const images = this.#options.test();
    const mistakes = this.#mistakes;
    if (!images || !mistakes) return [];
    const wrong = mistakes.filter((mistake) => mistake.label === label);
    if (label !== predicted) {
      const taken = wrong.filter((mistake) => mistake.predicted === predicted).slice(0, cellPictures);
      return taken.map(({ index }) => labelledPicture(images, index));
    }
    const wrongOnes = new Set(wrong.map(({ index }) => index));
    const right: LabelledPicture[] = [];
    for (let index = 0; index < images.count && right.length < cellPictures; index++) {
      if (images.labels[index] === label && !wrongOnes.has(index)) right.push(labelledPicture(images, index));
    }
    return right;
  }

  /** The test pictures to which a unit of a shown layer responds most, among the first some hundred; `undefined` where there are none to look at. */
  async strongest(layer: number, unit: number): Promise<StrongestPictures | undefined> {
    const test = this.#options.test();
    if (!test) return undefined;
    await this.#model();
    const found = this.#views.strongest(layer, unit, test, strongestShown);
    if (!found) return undefined;
    const { indices, among } = found;
    return { pictures: indices.map((index) => labelledPicture(test, index)), among };
  }

  /** A copy of its weights. */
  async weights(): Promise<NamedTensor[]> {
    return readWeights(await this.#model());
  }

  /** Posts a backup copy, with what a run needs to continue. */
  async save(checkpoint: Checkpoint | undefined): Promise<void> {
    const { classNames, placement } = this.#options;
    const metadata = { classNames, placement: placement() };
    const { modelJson, weights } = await serializeModel(await this.#model(), metadata);
    const files = { modelJson, weights: Uint8Array.from(weights) };
    this.#options.post({
      type: 'saved-model',
      run: this.run,
      files,
      checkpoint: checkpoint && Uint8Array.from(await encodeCheckpoint(checkpoint)),
    });
    this.#saved = performance.now();
  }

  dispose(): void {
    this.#options.model.dispose();
  }

  async #model(): Promise<LayersModel> {
    await this.#options.sync?.();
    return this.#options.model;
  }

  /** `[count, classes]`, also of a network with one output for two classes. */
  async #predict(images: Samples): Promise<Float32Array<ArrayBuffer>> {
    // Preparing another engine is not worthwhile for a few pictures.
    const { probabilities } = await predict(await this.#model(), images, { engine: tfjsEngine() });
    return Float32Array.from(classProbabilities(probabilities, images.count));
  }
}

function pictureOf({ pixels, format: { height, width, channels } }: AskedPicture): Picture {
  const data = new Uint8ClampedArray(4 * height * width).fill(255);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      data[4 * pixel + channel] = pixels[pixel * channels + (channels < 3 ? 0 : channel)]!;
  }
  return { data, width, height };
}

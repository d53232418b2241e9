import {
  checkSamples,
  deserializeModel,
  type Engine,
  evaluate,
  fit,
  predict,
  serializeModel,
  terminateOnNaN,
  tfjsEngine,
} from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LossName, Samples } from '@atelier/training';
import type { Report, RunEnding, SavedModel } from '../messages.ts';
import type { RunRecipe } from '../settings/settings.ts';
import type { DataStore } from './data-store.ts';
import { Desk } from './desk.ts';
import { firstLayer, gather, testPicture } from './pictures.ts';
import type { LoadedData } from './load-data.ts';
import { makeProgram } from './program.ts';
import { RunControls } from './run-controls.ts';
import { Turns } from './turns.ts';

/** Milliseconds between two copies of the model for safekeeping, at least. */
const saveInterval = 2000;
/** Milliseconds between two measurements on the test set, at least; the last epoch's always comes. */
const evaluationInterval = 1000;
const mistakesShown = 24;

/** The engines that runs and measurements take. */
export interface Engines {
  readonly training: Engine;
  readonly measuring: Engine;
}

interface PresentModel {
  readonly model: LayersModel;
  readonly loss: LossName;
  /** The test set as the loss wants it. */
  readonly test: Samples;
}

interface ActiveRun {
  readonly id: number;
  readonly recipe: RunRecipe;
  readonly data: LoadedData;
  readonly controls: RunControls;
  readonly desk: Desk;
  forget: boolean;
}

/** Holds the model that the page looks at, and the run that trains it. */
export class Workbench {
  readonly #post: (report: Report) => void;
  readonly #store: DataStore;
  readonly #engines: Engines;
  readonly #turns: Turns;
  #present: PresentModel | undefined;
  #active: ActiveRun | undefined;
  #watched: readonly number[] = [];
  #lastSave = -Infinity;
  #lastEvaluation = -Infinity;

  constructor(post: (report: Report) => void, store: DataStore, engines: Engines) {
    this.#post = post;
    this.#store = store;
    this.#engines = engines;
    this.#turns = new Turns((error) => post({ type: 'failed', reason: 'crash', message: messageOf(error) }));
  }

  train(run: number, recipe: RunRecipe, pauseAfter: number | undefined): void {
    this.stop(false);
    const active = this.#newRun(run, recipe, pauseAfter);
    this.#active = active;
    this.#turns.addExclusive(() => this.#run(active));
  }

  pause(): void {
    this.#active?.controls.pause();
  }

  resume(untilEpochEnd: boolean): void {
    const run = this.#active;
    run?.controls.resume(untilEpochEnd ? run.desk.nextEpochEnd : undefined);
  }

  stop(forget: boolean): void {
    if (this.#active) {
      this.#active.forget = forget;
      this.#active.controls.stop();
    } else if (forget) {
      this.#turns.add(() => this.#replaceModel(undefined));
    }
  }

  setLearningRate(learningRate: number): void {
    this.#active?.desk.setLearningRate(learningRate);
  }

  watch(indices: readonly number[]): void {
    this.#watched = indices;
    this.#turns.add(() => this.#postPredictions());
  }

  predict(id: number, pixels: Uint8Array<ArrayBuffer>): void {
    this.#turns.add(async () => {
      const { data } = this.#store;
      let probabilities: Float32Array<ArrayBuffer> | undefined;
      if (data) {
        const { height, width, channels } = data.test;
        probabilities = await this.#predict({ images: pixels, count: 1, height, width, channels });
      }
      this.#post({ type: 'predicted', id, probabilities });
    });
  }

  openModel(id: number, files: SavedModel): void {
    this.stop(false);
    this.#turns.addExclusive(async () => {
      try {
        const model = await deserializeModel(files);
        await this.#checkModel(model);
        this.#replaceModel({ model, loss: 'sparseCategoricalCrossentropy', test: this.#store.loaded.test });
        this.#post({ type: 'model-opened', id, layers: model.layers.map((layer) => layer.getClassName()) });
        await this.#lookAtModel();
        await this.#evaluate();
      } catch (error) {
        this.#post({ type: 'model-refused', id, message: messageOf(error) });
      }
    });
  }

  #newRun(id: number, recipe: RunRecipe, pauseAfter: number | undefined): ActiveRun {
    const data = this.#store.loaded;
    // Kept as it is used: a run that began on the first images is repeated on those.
    const settings = { ...recipe.settings, images: Math.min(recipe.settings.images, data.train.count) };
    const controls = new RunControls(this.#turns, pauseAfter);
    const desk = new Desk({
      controls,
      turns: this.#turns,
      batchSize: settings.batchSize,
      samples: settings.images,
      rateChanges: recipe.rateChanges,
      report: {
        progress: (progress) => this.#post({ type: 'progress', run: id, ...progress }),
        paused: () => this.#post({ type: 'paused', run: id }),
        resumed: () => this.#post({ type: 'resumed', run: id }),
        rateSet: (change) => this.#post({ type: 'rate-set', run: id, change }),
        look: () => this.#lookAtModel(),
        epoch: async (record) => {
          this.#post({ type: 'epoch', run: id, record });
          // What comes after the last epoch comes when the run has ended.
          if (record.epoch === settings.epochs) return;
          const pausing = controls.paused || controls.pauseAfter === record.epoch;
          if (pausing || since(this.#lastEvaluation) > evaluationInterval) await this.#evaluate();
          if (pausing || since(this.#lastSave) > saveInterval) await this.#save(id);
        },
      },
    });
    return { id, recipe: { ...recipe, settings }, data, controls, desk, forget: false };
  }

  async #run(active: ActiveRun): Promise<void> {
    const { id, recipe, data, controls, desk } = active;
    let ending: RunEnding;
    try {
      const { model, samples, validation, options } = makeProgram(recipe.settings, data);
      this.#replaceModel({ model, loss: options.loss, test: validation });
      this.#post({ type: 'run-started', run: id, recipe, engine: this.#engines.training.name });
      const outcome = await fit(model, samples, {
        ...options,
        engine: this.#engines.training,
        callbacks: [terminateOnNaN(), desk],
        signal: controls.signal,
      });
      ending = desk.ending(outcome);
    } catch (error) {
      ending = { status: 'failed', message: messageOf(error) };
    }
    if (this.#active === active) this.#active = undefined;
    if (active.forget) {
      this.#replaceModel(undefined);
    } else if (ending.status !== 'failed') {
      await this.#lookAtModel();
      await this.#evaluate();
      await this.#save(id);
    }
    this.#post({ type: 'run-ended', run: id, ending });
  }

  /** The model as it is now, also in the midst of a run. */
  async #model(): Promise<PresentModel | undefined> {
    await this.#active?.desk.training?.syncModel();
    return this.#present;
  }

  async #lookAtModel(): Promise<void> {
    const present = await this.#model();
    if (!present || !this.#store.data) return;
    const { height, width, channels } = this.#store.data.test;
    const layer = firstLayer(present.model, height * width * channels, this.#store.data.classNames.length);
    if (layer) this.#post({ type: 'weights', ...layer });
    await this.#postPredictions();
  }

  async #postPredictions(): Promise<void> {
    const { data } = this.#store;
    if (!data || this.#watched.length === 0) return;
    const indices = this.#watched.filter((index) => index < data.test.count);
    const images = gather(data.test, indices);
    const outputs = await this.#predict(images);
    if (!outputs) return;
    const classes = outputs.length / indices.length;
    this.#post({
      type: 'predictions',
      predictions: indices.map((index, place) => ({
        ...testPicture(data.test, index),
        probabilities: outputs.slice(place * classes, (place + 1) * classes),
      })),
    });
  }

  async #predict(images: Samples): Promise<Float32Array<ArrayBuffer> | undefined> {
    const present = await this.#model();
    // A few pictures are not worth making another engine ready.
    return present && Float32Array.from(await predict(present.model, images, { engine: tfjsEngine() }));
  }

  async #evaluate(): Promise<void> {
    const present = await this.#model();
    if (!present || !this.#store.data) return;
    const { test } = this.#store.data;
    const result = await evaluate(present.model, present.test, {
      loss: present.loss,
      engine: this.#engines.measuring,
      mistakes: mistakesShown,
    });
    const { loss, accuracy, confusion, perClass, mistakes } = result;
    this.#post({
      type: 'evaluation',
      loss,
      accuracy,
      confusion,
      perClass,
      mistakes: mistakes.map((mistake) => ({ ...testPicture(test, mistake.index), ...mistake })),
    });
    this.#lastEvaluation = performance.now();
  }

  async #save(run: number): Promise<void> {
    const present = await this.#model();
    if (!present) return;
    const { modelJson, weights } = await serializeModel(present.model);
    this.#post({ type: 'saved-model', run, files: { modelJson, weights: Uint8Array.from(weights) } });
    this.#lastSave = performance.now();
  }

  async #checkModel(model: LayersModel): Promise<void> {
    const { test, classNames } = this.#store.loaded;
    const one = gather(test, [0]);
    checkSamples(one, model);
    const units = model.outputs[0]?.shape.at(-1);
    if (units !== classNames.length) {
      throw new RangeError(`The model has ${String(units)} outputs; there are ${classNames.length} classes`);
    }
    await predict(model, one, { engine: tfjsEngine() });
  }

  #replaceModel(present: PresentModel | undefined): void {
    this.#present?.model.dispose();
    this.#present = present;
  }
}

function since(time: number): number {
  return performance.now() - time;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

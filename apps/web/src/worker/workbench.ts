import { prepare } from '@atelier/presets';
import { checkSamples, deserializeModel, fit, openModel, predict, tfjsEngine } from '@atelier/training';
import type { LabelledImages } from '@atelier/datasets/browser';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Report, Request, RunEnding, SavedModel } from '../messages.ts';
import { allImages, imagesOf, type RunRecipe } from '../settings/settings.ts';
import type { DataStore } from './data-store.ts';
import { Desk } from './desk.ts';
import type { Engines } from './engines.ts';
import { gather } from './pictures.ts';
import type { LoadedData } from './load-data.ts';
import { PresentModel, type PresentModelOptions } from './present-model.ts';
import { RunControls } from './run-controls.ts';
import { isSameData } from './same-data.ts';
import { Turns } from './turns.ts';

/** Least milliseconds between two backup copies of the model. */
const saveInterval = 2000;
/** Least milliseconds between two evaluations on the test set; the last epoch is always evaluated. */
const evaluationInterval = 1000;

interface ActiveRun {
  readonly id: number;
  readonly recipe: RunRecipe;
  readonly data: LoadedData;
  readonly controls: RunControls;
  readonly desk: Desk;
  forget: boolean;
}

/** Holds the page's current model, and the run that trains it. */
export class Workbench {
  readonly #post: (report: Report) => void;
  readonly #store: DataStore;
  readonly #engines: Engines;
  readonly #turns: Turns;
  #present: PresentModel | undefined;
  #active: ActiveRun | undefined;
  #watched: readonly number[] = [];

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
      this.#active.forget ||= forget;
      this.#active.controls.stop();
    } else if (forget) {
      this.#turns.add(() => this.#forget());
    }
  }

  setLearningRate(learningRate: number): void {
    this.#active?.desk.setLearningRate(learningRate);
  }

  watch(indices: readonly number[]): void {
    this.#watched = indices;
    this.#turns.add(() => this.#present?.postPredictions(indices));
  }

  predict(id: number, pixels: Uint8Array<ArrayBuffer>): void {
    this.#turns.add(async () => {
      this.#post({ type: 'predicted', id, answer: await this.#present?.predict(pixels) });
    });
  }

  openModel({ id, run, trainedOn, ...files }: Extract<Request, { type: 'open-model' }>): void {
    this.stop(false);
    this.#turns.addExclusive(async () => {
      const data = this.#store.loaded;
      const { height, width, channels } = data.test;
      const otherData = trainedOn !== undefined && !(await isSameData(trainedOn, data));
      const classes = (otherData ? trainedOn : data).classNames.length;
      let model: LayersModel;
      try {
        model = await openedModel(files, data.test, classes);
      } catch (error) {
        this.#post({ type: 'model-refused', id, message: messageOf(error) });
        return;
      }
      const opened = this.#place({
        run,
        model,
        loss: 'sparseCategoricalCrossentropy',
        labelSmoothing: 0,
        size: { height, width, channels },
        classes,
        test: otherData ? undefined : { images: data.test, samples: data.test },
      });
      this.#post({ type: 'model-opened', id, otherData });
      await opened.look(this.#watched);
      await opened.evaluate();
    });
  }

  #newRun(id: number, recipe: RunRecipe, pauseAfter: number | undefined): ActiveRun {
    const data = this.#store.loaded;
    // The number actually used: a run that started on the first images is repeated on those.
    const images = Math.min(imagesOf(recipe.settings), data.train.count);
    const settings = { ...recipe.settings, limit: images === allImages ? null : images };
    const controls = new RunControls(this.#turns, pauseAfter);
    const desk = new Desk({
      controls,
      turns: this.#turns,
      batchSize: settings.batchSize,
      samples: images,
      rateChanges: recipe.rateChanges,
      report: {
        progress: (progress) => this.#post({ type: 'progress', run: id, ...progress }),
        paused: () => this.#post({ type: 'paused', run: id }),
        resumed: () => this.#post({ type: 'resumed', run: id }),
        rateSet: (change) => this.#post({ type: 'rate-set', run: id, change }),
        look: () => unlessDiverging(async () => this.#present?.look(this.#watched)),
        epoch: async (record) => {
          this.#post({ type: 'epoch', run: id, record });
          // Reports after the last epoch are sent when the run has ended.
          if (record.epoch === settings.epochs) return;
          const pausing = controls.paused || controls.pauseAfter === record.epoch;
          const present = this.#present;
          if (!present) return;
          if (pausing || present.sinceEvaluation > evaluationInterval) {
            await unlessDiverging(() => present.evaluate());
          }
          if (pausing || present.sinceSave > saveInterval) await present.save();
        },
      },
    });
    return { id, recipe: { ...recipe, settings }, data, controls, desk, forget: false };
  }

  async #run(active: ActiveRun): Promise<void> {
    const { id, recipe, data, controls, desk } = active;
    const { height, width, channels } = data.test;
    let ending: RunEnding;
    try {
      const { model, train, test, options } = prepare(recipe.settings, data);
      this.#place({
        run: id,
        model,
        loss: options.loss,
        labelSmoothing: options.labelSmoothing,
        size: { height, width, channels },
        classes: data.classNames.length,
        test: { images: data.test, samples: test },
        sync: () => desk.training?.syncModel(),
      });
      this.#post({ type: 'run-started', run: id, recipe, engine: this.#engines.training.name });
      const outcome = await fit(model, train, {
        ...options,
        engine: this.#engines.training,
        callbacks: [desk, ...options.callbacks],
        signal: controls.signal,
      });
      ending = desk.ending(outcome, recipe.settings.optimizer.learningRate);
    } catch (error) {
      ending = { status: 'failed', message: messageOf(error) };
    } finally {
      desk.leave();
    }
    if (this.#active === active) this.#active = undefined;
    if (active.forget) {
      this.#forget();
    } else if (ending.status !== 'failed') {
      await this.#present?.look(this.#watched);
      await this.#present?.evaluate();
      await this.#present?.save();
    }
    this.#post({ type: 'run-ended', run: id, ending });
  }

  /** Replaces the current model. */
  #place(options: Omit<PresentModelOptions, 'measuring' | 'post'>): PresentModel {
    this.#forget();
    const { measuring } = this.#engines;
    this.#present = new PresentModel({ ...options, measuring, post: this.#post });
    return this.#present;
  }

  #forget(): void {
    this.#present?.dispose();
    this.#present = undefined;
  }
}

/** @throws Error when the model does not fit pictures of this size and this number of classes */
async function openedModel(files: SavedModel, test: LabelledImages, classes: number): Promise<LayersModel> {
  const opened = openModel(files);
  const one = gather(test, [0]);
  checkSamples(one, opened);
  if (opened.units !== classes) {
    throw new RangeError(`The model has ${opened.units} outputs; there are ${classes} classes`);
  }
  await predict(opened, one, { engine: tfjsEngine() });
  return deserializeModel(files);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Weights that are not finite predict nothing: the next step of the run ends it as diverged. */
async function unlessDiverging(look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

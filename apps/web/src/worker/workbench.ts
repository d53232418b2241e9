import { createModel, prepare } from '@atelier/presets';
import type { Placement } from '@atelier/datasets/browser';
import { type Checkpoint, decodeCheckpoint, fit } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type AskedPicture, type Report, type Request, type RunEnding, untrainedRun } from '../messages.ts';
import { imagesOf, type RunRecipe, type Settings } from '../settings/settings.ts';
import type { DataStore } from './data-store.ts';
import { Desk } from './desk.ts';
import type { Engines } from './engines.ts';
import { type OpenedModel, openedModel } from './opened-model.ts';
import type { LoadedData } from './load-data.ts';
import { messageOf } from './message-of.ts';
import { RunControls } from './run-controls.ts';
import { isSameData } from './same-data.ts';
import { ShownModels } from './shown-models.ts';
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
  /** The encoded checkpoint that the run continues from. */
  readonly resume: Uint8Array<ArrayBuffer> | undefined;
  /** The last one of this run. */
  checkpoint: Checkpoint | undefined;
  forget: boolean;
}

/** Holds the page's current model, and the run that trains it. */
export class Workbench {
  readonly #post: (report: Report) => void;
  readonly #store: DataStore;
  readonly #engines: Engines;
  readonly #turns: Turns;
  readonly #models: ShownModels;
  readonly #placement = (): Placement => this.#store.placement;
  #active: ActiveRun | undefined;
  #wantedEpoch: number | undefined;

  constructor(post: (report: Report) => void, store: DataStore, engines: Engines) {
    this.#post = post;
    this.#store = store;
    this.#engines = engines;
    this.#models = new ShownModels(post, engines.measuring);
    this.#turns = new Turns((error) => post({ type: 'failed', reason: 'crash', message: messageOf(error) }));
  }

  train({ run, recipe, checkpoint, pauseAfter }: Extract<Request, { type: 'train' }>): void {
    this.stop(false);
    const active = this.#newRun(run, recipe, checkpoint, pauseAfter);
    this.#active = active;
    this.#turns.addExclusive(() => this.#run(active));
  }

  showUntrained(settings: Settings): void {
    this.#turns.addExclusive(async () => {
      const { present } = this.#models;
      if (present && present.run !== untrainedRun) return;
      const { test: images, classNames } = this.#store.loaded;
      const { height, width, channels } = images;
      let model: LayersModel;
      try {
        model = createModel(settings, {
          inputShape: [height, width, channels],
          classes: classNames.length,
          seed: settings.seed,
        });
      } catch (error) {
        this.#post({ type: 'layers-refused', run: untrainedRun, message: messageOf(error) });
        return;
      }
      const { loss, labelSmoothing } = settings;
      const size = { height, width, channels };
      const shown = this.#models.place({
        run: untrainedRun,
        model,
        loss,
        labelSmoothing,
        size,
        classNames,
        placement: this.#placement,
        test: undefined,
      });
      await shown.look([]);
    });
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
      this.#turns.add(() => this.#models.forget());
    }
  }

  /** Ends the run, forgets its model, and then changes the data. */
  exchangeData(change: () => void): void {
    this.stop(true);
    this.#turns.addExclusive(() => {
      this.#models.forget();
      change();
    });
  }

  setLearningRate(learningRate: number): void {
    this.#active?.desk.setLearningRate(learningRate);
  }

  watch(indices: readonly number[]): void {
    this.#turns.add(() => unlessDiverging(async () => this.#models.watch(indices)));
  }

  predict(id: number, picture: AskedPicture): void {
    this.#turns.add(async () => {
      const answer = await unlessDiverging(async () => this.#models.shown?.predict(picture));
      this.#post({ type: 'predicted', id, answer });
    });
  }

  place({ id, data, width, height }: Extract<Request, { type: 'place' }>): void {
    this.#turns.add(() => {
      const placed = this.#models.shown?.place({ data, width, height });
      this.#post({ type: 'placed', id, placed });
    });
  }

  cellPictures({ id, label, predicted }: Extract<Request, { type: 'cell-pictures' }>): void {
    this.#turns.add(() => {
      const pictures = this.#models.shown?.picturesOf(label, predicted) ?? [];
      this.#post({ type: 'cell-pictures', id, pictures });
    });
  }

  strongest({ id, layer, unit }: Extract<Request, { type: 'strongest' }>): void {
    this.#turns.add(async () => {
      const pictures = (await unlessDiverging(async () => this.#models.shown?.strongest(layer, unit))) ?? [];
      this.#post({ type: 'strongest', id, pictures });
    });
  }

  showEpoch(epoch: number | undefined): void {
    this.#wantedEpoch = epoch;
    this.#turns.add(async () => {
      if (this.#wantedEpoch !== epoch) return;
      await this.#models.showEpoch(epoch);
      // A slider passes over many epochs: only where it rests is the model measured.
      this.#turns.add(async () => {
        if (this.#wantedEpoch === epoch) await this.#models.shown?.evaluate();
      });
    });
  }

  openModel({ id, run, trainedOn, ...files }: Extract<Request, { type: 'open-model' }>): void {
    this.stop(false);
    this.#turns.addExclusive(async () => {
      const data = this.#store.loaded;
      const otherData = trainedOn !== undefined && !(await isSameData(trainedOn, data));
      const { classNames } = otherData ? trainedOn : data;
      let opened: OpenedModel;
      try {
        opened = await openedModel(files, otherData ? undefined : data.test, classNames.length);
      } catch (error) {
        this.#post({ type: 'model-refused', id, message: messageOf(error) });
        return;
      }
      this.#models.place({
        run,
        model: opened.model,
        loss: 'sparseCategoricalCrossentropy',
        labelSmoothing: 0,
        size: opened.size,
        classNames,
        placement: () => opened.placement ?? this.#placement(),
        test: otherData ? undefined : { images: data.test, samples: data.test },
      });
      this.#post({ type: 'model-opened', id, otherData });
      await this.#models.look();
      await this.#models.evaluate();
    });
  }

  #newRun(
    id: number,
    recipe: RunRecipe,
    resume: Uint8Array<ArrayBuffer> | undefined,
    pauseAfter: number | undefined,
  ): ActiveRun {
    const data = this.#store.loaded;
    // The number actually used: a run that started on the first images is repeated on those.
    const images = Math.min(imagesOf(recipe.settings), data.train.count);
    const all = data.complete && images === data.train.count;
    const settings = { ...recipe.settings, limit: all ? null : images };
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
        look: () => unlessDiverging(() => this.#models.look()),
        epoch: async (record) => {
          this.#post({ type: 'epoch', run: id, record });
          await this.#models.keepEpoch(record.epoch);
          // Reports after the last epoch are sent when the run has ended.
          if (record.epoch === settings.epochs) return;
          const pausing = controls.paused || controls.pauseAfter === record.epoch;
          const { present } = this.#models;
          if (!present) return;
          if (pausing || present.sinceEvaluation > evaluationInterval) {
            await unlessDiverging(() => this.#models.evaluate());
          }
          if (pausing || present.sinceSave > saveInterval) await present.save(active.checkpoint);
        },
      },
    });
    const active: ActiveRun = {
      id,
      recipe: { ...recipe, settings },
      data,
      controls,
      desk,
      resume,
      checkpoint: undefined,
      forget: false,
    };
    return active;
  }

  async #run(active: ActiveRun): Promise<void> {
    const { id, recipe, data, controls, desk, resume } = active;
    const { height, width, channels } = data.test;
    let ending: RunEnding;
    try {
      const { model, train, test, options } = prepare(recipe.settings, data);
      this.#models.place(
        {
          run: id,
          model,
          loss: options.loss,
          labelSmoothing: options.labelSmoothing,
          size: { height, width, channels },
          classNames: data.classNames,
          placement: this.#placement,
          test: { images: data.test, samples: test },
          sync: () => desk.training?.syncModel(),
        },
        () => prepare(recipe.settings, data).model,
      );
      const from = resume && (await decodeCheckpoint(resume));
      const finishedEpochs = from?.history.length ?? 0;
      this.#post({
        type: 'run-started',
        run: id,
        recipe,
        engine: this.#engines.training.name,
        finishedEpochs,
      });
      if (!from) await this.#models.keepEpoch(0);
      const outcome = await fit(model, train, {
        ...options,
        engine: this.#engines.training,
        callbacks: [desk, ...options.callbacks],
        signal: controls.signal,
        checkpoint: {
          every: 'epoch',
          save: (checkpoint) => {
            active.checkpoint = checkpoint;
          },
        },
        ...(from && { resume: from }),
      });
      ending = desk.ending(outcome, recipe.settings.optimizer.learningRate);
    } catch (error) {
      ending = { status: 'failed', message: messageOf(error) };
    } finally {
      desk.leave();
    }
    if (this.#active === active) this.#active = undefined;
    if (ending.status !== 'failed') {
      if (!active.forget) {
        await this.#models.look();
        await this.#models.evaluate();
      }
      await this.#models.present?.save(active.checkpoint);
    }
    if (active.forget) this.#models.forget();
    this.#post({ type: 'run-ended', run: id, ending });
  }
}

/** Weights that are not finite predict nothing: the next step of the run ends it as diverged. */
async function unlessDiverging<Result>(look: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

import { createModel } from '@atelier/presets';
import type { LabelledImages, Placement } from '@atelier/datasets/browser';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type AskedPicture, type Report, type Request, untrainedRun } from '../messages.ts';
import type { Settings } from '../settings/settings.ts';
import type { DataStore } from './data-store.ts';
import type { Engines } from './engines.ts';
import { type OpenedModel, openedModel } from './opened-model.ts';
import { messageOf } from './message-of.ts';
import { isSameData } from './same-data.ts';
import { ShownModels } from './shown-models.ts';
import { TrainingRun } from './training-run.ts';
import { Turns } from './turns.ts';
import { unlessDiverging } from './unless-diverging.ts';

/** Holds the page's current model, and the run that trains it. */
export class Workbench {
  readonly #post: (report: Report) => void;
  readonly #store: DataStore;
  readonly #engines: Engines;
  readonly #turns: Turns;
  readonly #models: ShownModels;
  readonly #placement = (): Placement => this.#store.placement;
  readonly #test = (): LabelledImages | undefined => this.#store.test;
  #active: TrainingRun | undefined;
  #wantedEpoch: number | undefined;

  constructor(post: (report: Report) => void, store: DataStore, engines: Engines) {
    this.#post = post;
    this.#store = store;
    this.#engines = engines;
    this.#models = new ShownModels(post, engines.measuring);
    this.#turns = new Turns((error) => post({ type: 'failed', reason: 'crash', message: messageOf(error) }));
  }

  train(request: Extract<Request, { type: 'train' }>): void {
    this.stop(false);
    const run = new TrainingRun(request, {
      data: this.#store.loaded,
      test: this.#test,
      placement: this.#placement,
      engines: this.#engines,
      turns: this.#turns,
      models: this.#models,
      post: this.#post,
    });
    this.#active = run;
    this.#turns.addExclusive(async () => {
      const ending = await run.train();
      if (this.#active === run) this.#active = undefined;
      await run.finish(ending);
    });
  }

  showUntrained(settings: Settings): void {
    this.#turns.addExclusive(async () => {
      const { present } = this.#models;
      if (present && present.run !== untrainedRun) return;
      const { train, classNames } = this.#store.loaded;
      const { height, width, channels } = train;
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
        test: () => undefined,
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

  /** The test images are here: a model that was without is measured. */
  testArrives(): void {
    this.#turns.add(() => this.#models.evaluate());
  }

  setLearningRate(learningRate: number): void {
    this.#active?.desk.setLearningRate(learningRate);
  }

  watch(indices: readonly number[]): void {
    this.#turns.add(() => this.#models.watch(indices));
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
      const found = await unlessDiverging(async () => this.#models.shown?.strongest(layer, unit));
      this.#post({ type: 'strongest', id, found });
    });
  }

  showEpoch(epoch: number | undefined): void {
    this.#wantedEpoch = epoch;
    this.#turns.add(async () => {
      if (this.#wantedEpoch !== epoch) return;
      await this.#models.showEpoch(epoch);
      // A slider passes over many epochs: only where it rests is the model measured.
      this.#turns.add(async () => {
        if (this.#wantedEpoch === epoch) await unlessDiverging(async () => this.#models.shown?.evaluate());
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
        loss: opened.loss,
        labelSmoothing: 0,
        size: opened.size,
        classNames,
        placement: () => opened.placement ?? this.#placement(),
        test: otherData ? () => undefined : this.#test,
      });
      this.#post({ type: 'model-opened', id, otherData });
      await this.#models.look();
      await this.#models.evaluate();
    });
  }
}

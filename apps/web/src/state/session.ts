import type { FileAtPath } from '@atelier/datasets/browser';
import type { PresetName } from '@atelier/presets/recipe';
import { batch, type ReadonlySignal } from '@preact/signals';
import { untrainedRun } from '../messages.ts';
import { formatQuery, parseQuery } from '../settings/query.ts';
import { defaultSettings, type RunRecipe, type Settings } from '../settings/settings.ts';
import { dropKept, keepInAddress, keepNoneShown, keepState, restoreState } from './kept-state.ts';
import { followPicture } from './follow-picture.ts';
import { keepPage } from './keep-page.ts';
import { Opening } from './opening.ts';
import { blankPicture, isBlank, readyPicture } from './own-picture.ts';
import { Pictures } from './pictures.ts';
import { newView } from './run-view.ts';
import { epochsIfContinued, makingPlace, newKey, type Run, runName } from './runs.ts';
import type { Told } from './questions.ts';
import { showReport } from './show-report.ts';
import { State } from './state.ts';
import { holdTab } from './tabs.ts';
import { TrainingWorker, type WorkerDeath } from './training-worker.ts';

/** The training picture on the pad at first. */
const firstPicture = 0;

/** Milliseconds after which the page says that its worker is still starting. */
const startPatience = 30_000;

/** Folder of the four files, beside the page. */
const dataFolder = new URL('data/', document.baseURI).href;

/** The page's actions: owns the worker, sends it requests, and stores what must survive a reload. */
export class Session {
  readonly state = new State();
  #worker: TrainingWorker;
  readonly pictures = new Pictures(this.state, () => this.#worker);
  readonly #opening = new Opening(this.state, (question) => this.#worker.ask(question));
  /** Whether the shown run's model, from before a reload or a crash, is to be opened as soon as there is data. */
  #toReopen = false;
  /** Whether it is not known yet what the page showed before a reload. */
  #restoring = true;

  constructor() {
    const { recipe, refused } = parseQuery(location.search);
    this.state.settings.value = recipe.settings;
    this.state.rateChanges.value = recipe.rateChanges;
    this.state.refused.value = refused;
    this.#worker = this.#startWorker();
    holdTab();
    keepInAddress(this.state);
    followPicture(this.state, (picture) => this.pictures.predict(picture));
    void this.#restore();
  }

  /** Changes settings for the next run; rate changes from a link apply only to its run. */
  change(change: Partial<Settings>): void {
    this.state.settings.value = { ...this.state.settings.value, ...change };
    this.state.rateChanges.value = [];
    this.#showUntrained();
  }

  usePreset(preset: PresetName): void {
    const { seed, limit } = this.state.settings.value;
    this.change({ ...defaultSettings(preset), seed, limit });
  }

  train(pauseAfter?: number): void {
    const { state } = this;
    for (const old of makingPlace(state.runs.value)) this.removeRun(old.id);
    const id = state.newRun();
    const info = state.dataInfo.value;
    const recipe: RunRecipe = { settings: state.settings.value, rateChanges: state.rateChanges.value };
    state.addRun({
      id,
      key: newKey(),
      model: undefined,
      checkpoint: undefined,
      name: runName(id, recipe),
      recipe,
      history: [],
      engine: undefined,
      ownData: info?.own === true ? info.data : undefined,
      state: { status: 'running' },
      shown: true,
    });
    this.#train(id, recipe, undefined, pauseAfter);
  }

  /** Continues a run where it stopped, or makes a completed one longer. */
  continueRun(id: number): void {
    const { state } = this;
    const run = state.runs.value.find((each) => each.id === id);
    const epochs = run && state.isOfPageData(run) ? epochsIfContinued(run) : undefined;
    if (!run?.recipe || epochs === undefined || !state.hasAllOf(run.recipe.settings)) return;
    const recipe = { ...run.recipe, settings: { ...run.recipe.settings, epochs } };
    state.changeRun(id, () => ({ recipe, state: { status: 'running' } }));
    state.settings.value = recipe.settings;
    state.rateChanges.value = recipe.rateChanges;
    this.#train(id, recipe, run.checkpoint, undefined);
  }

  /** Shows another run: its model, its results, and its settings in the form. Not while one is training. */
  showRun(id: number): void {
    const { state } = this;
    const run = state.runs.value.find((each) => each.id === id);
    if (!run?.model || state.going.value) return;
    this.#leave();
    state.view.value = newView(id);
    if (run.recipe) {
      state.settings.value = run.recipe.settings;
      state.rateChanges.value = run.recipe.rateChanges;
    }
    keepState(state);
    void this.#opening.reopen().then(() => this.pictures.watchOthers());
  }

  #train(
    id: number,
    recipe: RunRecipe,
    checkpoint: Uint8Array<ArrayBuffer> | undefined,
    pauseAfter: number | undefined,
  ): void {
    this.state.view.value = newView(id);
    this.#leave();
    this.state.notice.value = undefined;
    this.#worker.send({
      type: 'train',
      run: id,
      recipe,
      checkpoint,
      ...(pauseAfter !== undefined && { pauseAfter }),
    });
  }

  pause(): void {
    const run = this.state.currentRun.value;
    if (run !== undefined) this.state.changeView(run, { pausing: true });
    this.#worker.send({ type: 'pause' });
  }

  resume(untilEpochEnd = false): void {
    this.#worker.send({ type: 'resume', untilEpochEnd });
  }

  /** One epoch, then a pause. */
  step(): void {
    if (this.state.going.value) this.resume(true);
    else this.train(1);
  }

  /** Ends the run, and shows a network that is not trained; the run and its model stay in the list. */
  reset(): void {
    const { state } = this;
    const id = state.currentRun.value;
    state.endRun('stopped');
    keepState(state);
    this.#forget();
    const run = state.runs.value.find((each) => each.id === id);
    if (run && run.history.length === 0 && !run.model) this.removeRun(run.id);
  }

  setLearningRate(learningRate: number): void {
    this.#worker.send({ type: 'set-learning-rate', learningRate });
  }

  /** Opens what was dropped or chosen: a model, with its run or without. */
  async openFiles(files: readonly FileAtPath[]): Promise<void> {
    await comesTrue(this.state.testHere);
    await this.#opening.openFiles(files);
    this.pictures.watchOthers();
  }

  /** Shows the model as it was after an epoch, or as it is. */
  showEpoch(epoch: number | undefined): void {
    this.#worker.send({ type: 'show-epoch', epoch });
  }

  setShown(id: number, shown: boolean): void {
    this.state.changeRun(id, () => ({ shown }));
    keepState(this.state, id);
  }

  removeRun(id: number): void {
    const { runs, currentRun } = this.state;
    const removed = runs.value.find((run) => run.id === id);
    if (removed) dropKept(removed);
    runs.value = runs.value.filter((run) => run.id !== id);
    if (id === currentRun.value) this.#forget();
  }

  /** The link that repeats the current run, or the settings. */
  link(run: Run | undefined = this.state.run.value): string {
    const { settings, rateChanges } = this.state;
    const recipe = run?.recipe ?? { settings: settings.value, rateChanges: rateChanges.value };
    return `${location.origin}${location.pathname}?${formatQuery(recipe)}`;
  }

  /** Makes files the page's data set, or says why they are none; also `size`, the height and width of their pictures. */
  async useFiles(
    files: readonly FileAtPath[],
    { name, size }: { readonly name?: string; readonly size?: readonly [number, number] } = {},
  ): Promise<boolean> {
    const { reading, notice } = this.state;
    notice.value = undefined;
    reading.value = { done: 0, total: files.length };
    const answer = await this.#worker.ask((id) => ({ type: 'use-files', id, files, name, size }));
    reading.value = undefined;
    if (answer?.type === 'files-refused') notice.value = { kind: 'data-refused', message: answer.message };
    if (answer?.type !== 'files-used') return false;
    const used = this.state.dataInfo.value?.data.name ?? '';
    notice.value = { kind: 'data-used', name: used, notes: answer.notes };
    return true;
  }

  /** Loads the data set that the page comes with. */
  loadData(): void {
    this.state.data.value = { status: 'loading', receivedBytes: 0, totalBytes: 0 };
    this.#worker.send({ type: 'load-data', folder: dataFolder });
  }

  /** A new worker in place of one that died or failed; the last saved model is opened again. */
  restartWorker(): void {
    const { state } = this;
    this.#worker.end();
    state.endRun('lost');
    this.#toReopen = state.savedModel.value !== undefined;
    state.worker.value = { status: 'starting', slow: false };
    state.dataHere.value = false;
    this.#worker = this.#startWorker();
  }

  #startWorker(): TrainingWorker {
    const worker = new TrainingWorker({
      onReport: (report) => this.#receive(report),
      onDeath: (death) => this.#died(death),
    });
    worker.send({ type: 'load-data', folder: dataFolder });
    setTimeout(() => {
      const starting = this.state.worker.value.status === 'starting';
      if (worker === this.#worker && starting) this.state.worker.value = { status: 'starting', slow: true };
    }, startPatience);
    return worker;
  }

  #receive(report: Told): void {
    const { dataHere, dataInfo } = this.state;
    const before = dataInfo.value;
    const begins = report.type === 'data-ready' && !dataHere.value;
    const tests = report.type === 'data-ready' && report.testCount > 0 && !before?.testCount;
    showReport(this.state, report);
    const changes = report.type === 'data-ready' && before && (before.own || report.own);
    if (changes) this.#dataChanges();
    else {
      if (begins) void this.#dataBegins();
      if (tests || begins) this.#testBegins();
    }
    // Now that everything has come, the network is free for a second copy.
    if (report.type === 'data-ready' && report.complete) void keepPage();
    if (report.type === 'run-ended' || report.type === 'saved-model') keepState(this.state, report.run);
  }

  /** Other pictures are the page's data: it shows no run, and nothing of the pictures before. */
  #dataChanges(): void {
    const { state } = this;
    this.#leave();
    batch(() => {
      state.view.value = undefined;
      state.cell.value = undefined;
      state.classes.value = [];
      state.own.value = blankPicture();
      state.settings.value = { ...state.settings.value, limit: null };
      state.rateChanges.value = [];
    });
    keepNoneShown();
    void this.#dataBegins();
    this.#testBegins();
  }

  /** The first pictures are here. */
  async #dataBegins(): Promise<void> {
    this.pictures.showOthers(this.state.settings.value.seed);
    if (!this.#toReopen) this.#showUntrained();
    const picture = await this.pictures.one('train', firstPicture);
    const format = this.state.dataInfo.value;
    if (picture && format && isBlank(this.state.own.value)) {
      const { pixels, label } = picture;
      this.state.own.value = readyPicture(pixels, format, { kind: 'training', label });
    }
  }

  /** The test pictures may be here: without them no earlier run is opened. */
  #testBegins(): void {
    this.pictures.watchOthers();
    if (this.#toReopen) void this.#reopen();
  }

  /** Where no trained network is shown, shows that of the settings as it is before training. */
  #showUntrained(): void {
    const { view, settings, dataHere } = this.state;
    if ((view.value && view.value.run !== untrainedRun) || !dataHere.value || this.#restoring) return;
    view.value ??= newView(untrainedRun);
    this.#worker.send({ type: 'show-untrained', settings: settings.value });
  }

  /** Keeps the run so far and the last saved model. */
  #died(death: WorkerDeath): void {
    this.state.worker.value = death;
    this.state.endRun('lost');
    keepState(this.state);
  }

  /** Clears the view, and drops the worker's model. */
  #forget(): void {
    this.#leave();
    this.state.view.value = undefined;
    keepNoneShown();
    this.#worker.send({ type: 'stop', forget: true });
    this.#showUntrained();
  }

  /** Another run, or none, is shown from now on: the one before a reload is not opened any more when its data come. */
  #leave(): void {
    this.#toReopen = false;
    this.#opening.leave();
  }

  async #reopen(): Promise<void> {
    if (!this.state.testHere.value) return;
    this.#toReopen = false;
    await this.#opening.reopen();
  }

  async #restore(): Promise<void> {
    this.#toReopen = await restoreState(this.state);
    this.#restoring = false;
    if (this.#toReopen) await this.#reopen();
    else this.#showUntrained();
  }
}

function comesTrue(signal: ReadonlySignal<boolean>): Promise<void> {
  return new Promise((resolve) => {
    const stop = signal.subscribe((value) => {
      if (!value) return;
      // Not within the first call, before which there is nothing to stop.
      queueMicrotask(() => {
        stop();
        resolve();
      });
    });
  });
}

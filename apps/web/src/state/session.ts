import type { PresetName } from '@atelier/presets/recipe';
import type { OwnPrediction, TestPicture } from '../messages.ts';
import { formatQuery, parseQuery } from '../settings/query.ts';
import { defaultSettings, type RunRecipe, type Settings } from '../settings/settings.ts';
import { keepInAddress, keepState, restoreState } from './kept-state.ts';
import { Opening } from './opening.ts';
import { newView } from './run-view.ts';
import { type Run, runName, withoutEmpty } from './runs.ts';
import type { Told } from './questions.ts';
import { showReport } from './show-report.ts';
import { State } from './state.ts';
import { TrainingWorker, type WorkerDeath } from './training-worker.ts';

/** Pictures per class in the data grid. */
export const picturesPerClass = 9;
/** Test pictures whose predictions are shown. */
export const watchedPictures = 8;

/** Folder of the four files, beside the page. */
const dataFolder = new URL('data/', document.baseURI).href;

/** The page's actions: owns the worker, sends it requests, and stores what must survive a reload. */
export class Session {
  readonly state = new State();
  #worker: TrainingWorker;
  readonly #opening = new Opening(this.state, (question) => this.#worker.ask(question));
  /** Whether the shown run's model, from before a reload or a crash, is to be opened as soon as there is data. */
  #toReopen = false;

  constructor() {
    const { recipe, refused } = parseQuery(location.search);
    this.state.settings.value = recipe.settings;
    this.state.rateChanges.value = recipe.rateChanges;
    this.state.refused.value = refused;
    this.#worker = this.#startWorker();
    keepInAddress(this.state);
    void this.#restore();
  }

  /** Changes settings for the next run; rate changes from a link apply only to its run. */
  change(change: Partial<Settings>): void {
    this.state.settings.value = { ...this.state.settings.value, ...change };
    this.state.rateChanges.value = [];
  }

  usePreset(preset: PresetName): void {
    const { seed, limit } = this.state.settings.value;
    this.change({ ...defaultSettings(preset), seed, limit });
  }

  train(pauseAfter?: number): void {
    const { state } = this;
    const id = state.newRun();
    const recipe: RunRecipe = { settings: state.settings.value, rateChanges: state.rateChanges.value };
    state.addRun({
      id,
      name: runName(id, recipe),
      recipe,
      history: [],
      engine: undefined,
      state: { status: 'running' },
      shown: true,
    });
    state.view.value = newView(id);
    this.#opening.leave();
    state.notice.value = undefined;
    this.#worker.send({ type: 'train', run: id, recipe, ...(pauseAfter !== undefined && { pauseAfter }) });
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

  /** Ends the run and forgets its model; its curves stay. */
  reset(): void {
    const { state } = this;
    state.endRun('stopped');
    state.runs.value = withoutEmpty(state.runs.value);
    this.#forget();
    keepState(this.state);
  }

  setLearningRate(learningRate: number): void {
    this.#worker.send({ type: 'set-learning-rate', learningRate });
  }

  showOtherPictures(seed: number): void {
    this.#worker.send({ type: 'show-classes', seed, perClass: picturesPerClass });
  }

  watchOthers(): void {
    const count = this.state.dataInfo.value?.testCount ?? 0;
    if (count === 0) return;
    // What is shown does not affect what is computed: no seed is needed.
    const indices = Array.from({ length: watchedPictures }, () => Math.floor(Math.random() * count));
    this.#worker.send({ type: 'watch', indices });
  }

  /** A model's prediction for a picture, with its run, which may not be the shown one; `undefined` without a model. */
  async predict(pixels: Uint8Array): Promise<OwnPrediction | undefined> {
    const copy = Uint8Array.from(pixels);
    const answer = await this.#worker.ask((id) => ({ type: 'predict', id, pixels: copy }));
    return answer?.type === 'predicted' ? answer.answer : undefined;
  }

  async randomTestPicture(): Promise<TestPicture | undefined> {
    const index = Math.floor(Math.random() * (this.state.dataInfo.value?.testCount ?? 1));
    const answer = await this.#worker.ask((id) => ({ type: 'test-picture', id, index }));
    return answer?.type === 'test-picture' ? answer.picture : undefined;
  }

  /** Opens what was dropped or chosen: a model, with its run or without. */
  async openFiles(files: readonly File[]): Promise<void> {
    await this.#opening.openFiles(files);
    this.watchOthers();
  }

  setShown(id: number, shown: boolean): void {
    this.state.changeRun(id, () => ({ shown }));
    keepState(this.state);
  }

  removeRun(id: number): void {
    this.state.runs.value = this.state.runs.value.filter((run) => run.id !== id);
    if (id === this.state.currentRun.value) this.#forget();
    keepState(this.state);
  }

  /** The link that repeats the current run, or the settings. */
  link(run: Run | undefined = this.state.run.value): string {
    const { settings, rateChanges } = this.state;
    const recipe = run?.recipe ?? { settings: settings.value, rateChanges: rateChanges.value };
    return `${location.origin}${location.pathname}?${formatQuery(recipe)}`;
  }

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
    state.worker.value = { status: 'starting' };
    state.dataHere.value = false;
    this.#worker = this.#startWorker();
  }

  #startWorker(): TrainingWorker {
    const worker = new TrainingWorker({
      onReport: (report) => this.#receive(report),
      onDeath: (death) => this.#died(death),
    });
    worker.send({ type: 'load-data', folder: dataFolder });
    return worker;
  }

  #receive(report: Told): void {
    const begins = report.type === 'data-ready' && !this.state.dataHere.value;
    showReport(this.state, report);
    if (begins) this.#dataBegins();
    if (report.type === 'run-ended' || report.type === 'saved-model') keepState(this.state);
  }

  /** The first pictures are here. */
  #dataBegins(): void {
    this.showOtherPictures(this.state.settings.value.seed);
    this.watchOthers();
    if (this.#toReopen) void this.#reopen();
  }

  /** Keeps the run so far and the last saved model. */
  #died(death: WorkerDeath): void {
    this.state.worker.value = death;
    this.state.endRun('lost');
    keepState(this.state);
  }

  /** Clears the view, and drops the worker's model. */
  #forget(): void {
    this.#opening.leave();
    this.state.view.value = undefined;
    this.#worker.send({ type: 'stop', forget: true });
  }

  async #reopen(): Promise<void> {
    this.#toReopen = false;
    await this.#opening.reopen();
  }

  async #restore(): Promise<void> {
    this.#toReopen = await restoreState(this.state);
    if (this.#toReopen && this.state.dataHere.value) await this.#reopen();
  }
}

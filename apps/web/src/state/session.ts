import type { FileAtPath } from '@atelier/datasets/browser';
import type { PresetName } from '@atelier/presets/recipe';
import { untrainedRun } from '../messages.ts';
import { formatQuery, parseQuery } from '../settings/query.ts';
import { defaultSettings, type RunRecipe, type Settings } from '../settings/settings.ts';
import { dropKept, keepInAddress, keepNoneShown, keepState, restoreState } from './kept-state.ts';
import { followPicture } from './follow-picture.ts';
import { Opening } from './opening.ts';
import { PageData } from './page-data.ts';
import { Pictures } from './pictures.ts';
import { newView } from './run-view.ts';
import { epochsIfContinued, makingPlace, newKey, runName } from './runs.ts';
import type { Told } from './questions.ts';
import { showReport } from './show-report.ts';
import { State } from './state.ts';
import { holdTab } from './tabs.ts';
import { TrainingWorker, type WorkerDeath } from './training-worker.ts';

/** Milliseconds after which the page says that its worker is still starting. */
const startPatience = 30_000;

/** The page's actions: owns the worker, sends it requests, and stores what must survive a reload. */
export class Session {
  readonly state = new State();
  #worker: TrainingWorker;
  readonly pictures = new Pictures(this.state, () => this.#worker);
  readonly #opening = new Opening(this.state, (question) => this.#worker.ask(question));
  readonly data = new PageData({
    state: this.state,
    worker: () => this.#worker,
    pictures: this.pictures,
    leave: () => this.#opening.leave(),
    showUntrained: () => this.#showUntrained(),
  });
  /** Whether it is not known yet what the page showed before a reload. */
  #restoring = true;

  constructor() {
    const { recipe, refused } = parseQuery(location.search);
    this.state.useRecipe(recipe);
    this.state.refused.value = refused;
    this.#worker = this.#startWorker();
    this.data.load();
    holdTab();
    keepInAddress(this.state);
    followPicture(this.state, (picture) => this.pictures.predict(picture));
    void this.#restore();
  }

  /** Changes settings for the next run; rate changes from a link apply only to its run. */
  change(change: Partial<Settings>): void {
    this.state.useRecipe({ settings: { ...this.state.settings.value, ...change }, rateChanges: [] });
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
    const recipe = state.formRecipe;
    state.addRun({
      id,
      key: newKey(),
      model: undefined,
      checkpoint: undefined,
      name: runName(id, recipe),
      recipe,
      history: [],
      engine: undefined,
      ownData: state.ownData.value,
      state: { status: 'running' },
      shown: true,
    });
    this.#train(id, recipe, undefined, pauseAfter);
  }

  /** Continues a run where it stopped, or makes a completed one longer. */
  continueRun(id: number): void {
    const { state } = this;
    const run = state.runs.value.find((each) => each.id === id);
    const epochs = run && epochsIfContinued(run);
    if (!run?.recipe || epochs === undefined || !state.canContinue(run)) return;
    const recipe = { ...run.recipe, settings: { ...run.recipe.settings, epochs } };
    state.changeRun(id, () => ({ recipe, state: { status: 'running' } }));
    state.useRecipe(recipe);
    this.#train(id, recipe, run.checkpoint, undefined);
  }

  /** Shows another run: its model, its results, and its settings in the form. Not while one is training. */
  showRun(id: number): void {
    const { state } = this;
    const run = state.runs.value.find((each) => each.id === id);
    if (!run?.model || state.going.value) return;
    this.#opening.leave();
    state.view.value = newView(id);
    if (run.recipe) state.useRecipe(run.recipe);
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
    this.state.training.value = id;
    this.#opening.leave();
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

  /** The link that repeats a run of these settings, by default those of the form. */
  link(recipe: RunRecipe = this.state.formRecipe): string {
    return `${location.origin}${location.pathname}?${formatQuery(recipe)}`;
  }

  /** A new worker in place of one that died or failed; the last saved model is opened again. */
  restartWorker(): void {
    const { state } = this;
    this.#worker.end();
    state.endRun('lost');
    state.training.value = undefined;
    state.worker.value = { status: 'starting', slow: false };
    state.dataHere.value = false;
    // The new one has no earlier epochs of the run, and measures its model again.
    if (state.view.value) state.view.value = newView(state.view.value.run);
    this.#worker = this.#startWorker();
    this.data.load();
    void this.#opening.reopen();
  }

  #startWorker(): TrainingWorker {
    const worker = new TrainingWorker({
      onReport: (report) => this.#receive(report),
      onDeath: (death) => this.#died(death),
    });
    setTimeout(() => {
      const starting = this.state.worker.value.status === 'starting';
      if (worker === this.#worker && starting) this.state.worker.value = { status: 'starting', slow: true };
    }, startPatience);
    return worker;
  }

  #receive(report: Told): void {
    if (report.type === 'data-ready') this.data.arrive(report);
    else showReport(this.state, report);
    if (report.type === 'run-ended' || report.type === 'saved-model') keepState(this.state, report.run);
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
    this.state.training.value = undefined;
    keepState(this.state);
  }

  /** Clears the view, and drops the worker's model. */
  #forget(): void {
    this.#opening.leave();
    this.state.view.value = undefined;
    keepNoneShown();
    this.#worker.send({ type: 'stop', forget: true });
    this.#showUntrained();
  }

  async #restore(): Promise<void> {
    const reopens = await restoreState(this.state);
    this.#restoring = false;
    if (reopens) await this.#opening.reopen();
    else this.#showUntrained();
  }
}

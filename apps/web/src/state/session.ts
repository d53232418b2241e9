import { effect } from '@preact/signals';
import type { Report, SavedModel, TestPicture } from '../messages.ts';
import { formatQuery, parseQuery } from '../settings/query.ts';
import { defaultSettings, type RunRecipe, type Settings } from '../settings/settings.ts';
import { type RunFiles, readRunFiles } from './run-files.ts';
import { isGoing, type Run, runName, updateRun, withoutEmpty, withRun } from './runs.ts';
import { State } from './state.ts';
import { keep, readKept } from './storage.ts';
import { TrainingWorker } from './training-worker.ts';

/** Pictures of a class in the data grid. */
export const picturesPerClass = 9;
/** Test pictures whose predictions are shown. */
export const watchedPictures = 8;

/** Where the four files lie, beside the page. */
const dataFolder = new URL('data/', document.baseURI).href;

/** What the page does: holds the worker, sends it requests, and turns its reports into state. */
export class Session {
  readonly state = new State();
  readonly #waiting = new Map<number, (report: Report | undefined) => void>();
  #worker: TrainingWorker;
  #lastQuestion = 0;
  #lastRun = 0;
  /** A model from before a reload or a crash, to be opened as soon as there is data. */
  #toRestore: SavedModel | undefined;

  constructor() {
    const { recipe, refused } = parseQuery(location.search);
    this.state.settings.value = recipe.settings;
    this.state.rateChanges.value = recipe.rateChanges;
    this.state.refused.value = refused;
    this.#worker = this.#startWorker();
    this.#keepUrl();
    void this.#restore();
  }

  /** Changes settings for the next run; rates that a link brought belong to its run alone. */
  change(change: Partial<Settings>): void {
    this.state.settings.value = { ...this.state.settings.value, ...change };
    this.state.rateChanges.value = [];
  }

  usePreset(preset: Settings['preset']): void {
    const { seed, images } = this.state.settings.value;
    this.change({ ...defaultSettings(preset), seed, images });
  }

  train(pauseAfter?: number): void {
    const { state } = this;
    const id = this.#newRun();
    const recipe: RunRecipe = { settings: state.settings.value, rateChanges: state.rateChanges.value };
    this.#addRun({
      id,
      name: runName(id, recipe),
      recipe,
      history: [],
      engine: undefined,
      state: { status: 'running' },
      shown: true,
    });
    state.firstLayer.value = undefined;
    state.result.value = undefined;
    state.savedModel.value = undefined;
    state.notice.value = undefined;
    this.#worker.send({ type: 'train', run: id, recipe, ...(pauseAfter !== undefined && { pauseAfter }) });
  }

  pause(): void {
    this.state.pausing.value = true;
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
    this.#worker.send({ type: 'stop', forget: true });
    const run = state.run.value;
    if (run && isGoing(run.state)) this.#updateRun(run.id, () => ({ state: { status: 'stopped' } }));
    state.runs.value = withoutEmpty(state.runs.value);
    state.currentRun.value = undefined;
    state.progress.value = undefined;
    state.firstLayer.value = undefined;
    state.predictions.value = [];
    state.result.value = undefined;
    state.savedModel.value = undefined;
    state.pausing.value = false;
    this.#keep();
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
    // What is looked at changes nothing that is computed: no seed is needed.
    const indices = Array.from({ length: watchedPictures }, () => Math.floor(Math.random() * count));
    this.#worker.send({ type: 'watch', indices });
  }

  /** The probabilities of one picture, or nothing while there is no model. */
  async predict(pixels: Uint8Array): Promise<Float32Array | undefined> {
    const id = this.#newQuestion();
    this.#worker.send({ type: 'predict', id, pixels: Uint8Array.from(pixels) });
    const report = await this.#answer(id);
    return report?.type === 'predicted' ? report.probabilities : undefined;
  }

  async randomTestPicture(): Promise<TestPicture | undefined> {
    const id = this.#newQuestion();
    const index = Math.floor(Math.random() * (this.state.dataInfo.value?.testCount ?? 1));
    this.#worker.send({ type: 'test-picture', id, index });
    const report = await this.#answer(id);
    return report?.type === 'test-picture' ? report.picture : undefined;
  }

  /** Opens what was dropped or chosen: a model, with its run or without. */
  async openFiles(files: readonly File[]): Promise<void> {
    const { notice } = this.state;
    const found = await readRunFiles(files);
    if ('kind' in found) {
      notice.value = found;
      return;
    }
    const refusal = await this.#open(found.model);
    if (refusal !== undefined) {
      notice.value = { kind: 'not-a-model', message: refusal };
      return;
    }
    this.#showOpened(found);
  }

  setShown(id: number, shown: boolean): void {
    this.#updateRun(id, () => ({ shown }));
    this.#keep();
  }

  removeRun(id: number): void {
    this.state.runs.value = this.state.runs.value.filter((run) => run.id !== id);
    this.#keep();
  }

  /** The link that repeats a run: the current one, or what is set. */
  link(run: Run | undefined = this.state.run.value): string {
    const { settings, rateChanges } = this.state;
    const recipe = run?.recipe ?? { settings: settings.value, rateChanges: rateChanges.value };
    return `${location.origin}${location.pathname}?${formatQuery(recipe)}`;
  }

  loadData(): void {
    this.state.data.value = { status: 'loading', receivedBytes: 0, totalBytes: 0 };
    this.#worker.send({ type: 'load-data', folder: dataFolder });
  }

  /** A new worker in place of one that died; the last saved model is opened again. */
  restartWorker(): void {
    this.#toRestore = this.state.savedModel.value;
    this.state.worker.value = { status: 'starting' };
    this.state.dataHere.value = false;
    this.#worker.end();
    this.#worker = this.#startWorker();
  }

  #startWorker(): TrainingWorker {
    const worker = new TrainingWorker({
      onReport: (report) => this.#receive(report),
      onDeath: (message) => this.#died(message),
    });
    worker.send({ type: 'load-data', folder: dataFolder });
    return worker;
  }

  #receive(report: Report): void {
    const { state } = this;
    switch (report.type) {
      case 'alive':
        return;
      case 'started':
        state.worker.value = { status: 'ready', engine: report.engine };
        return;
      case 'failed':
        state.worker.value = { status: 'failed', reason: report.reason, message: report.message };
        return;
      case 'data-progress':
        state.data.value = { status: 'loading', ...report };
        return;
      case 'data-ready':
        this.#dataReady(report);
        return;
      case 'data-failed':
        state.data.value = { status: 'failed', reason: report.reason, message: report.message };
        return;
      case 'classes':
        state.classes.value = report.classes;
        return;
      case 'run-started':
        this.#updateRun(report.run, () => ({
          recipe: report.recipe,
          engine: report.engine,
          name: runName(report.run, report.recipe),
        }));
        return;
      case 'progress':
        if (report.run === state.currentRun.value) state.progress.value = report;
        return;
      case 'epoch':
        this.#updateRun(report.run, ({ history }) => ({ history: [...history, report.record] }));
        return;
      case 'paused':
        state.pausing.value = false;
        this.#updateRun(report.run, () => ({ state: { status: 'paused' } }));
        return;
      case 'resumed':
        this.#updateRun(report.run, () => ({ state: { status: 'running' } }));
        return;
      case 'rate-set':
        this.#updateRun(report.run, ({ recipe }) => ({
          recipe: recipe && {
            ...recipe,
            rateChanges: [
              ...recipe.rateChanges.filter(({ epoch }) => epoch < report.change.epoch),
              report.change,
            ],
          },
        }));
        return;
      case 'run-ended':
        this.#runEnded(report);
        return;
      case 'weights':
        if (this.#showsModel) state.firstLayer.value = report;
        return;
      case 'predictions':
        if (this.#showsModel) state.predictions.value = report.predictions;
        return;
      case 'evaluation':
        if (this.#showsModel) state.result.value = report;
        return;
      case 'saved-model':
        if (report.run !== state.currentRun.value) return;
        state.savedModel.value = report.files;
        this.#keep();
        return;
      case 'predicted':
      case 'model-opened':
      case 'model-refused':
      case 'test-picture':
        this.#waiting.get(report.id)?.(report);
    }
  }

  /** After a reset, what the worker had under way says nothing any more. */
  get #showsModel(): boolean {
    return this.state.currentRun.value !== undefined;
  }

  #dataReady(report: Extract<Report, { type: 'data-ready' }>): void {
    const { state } = this;
    const begins = !state.dataHere.value;
    state.dataInfo.value = report;
    state.dataHere.value = true;
    if (report.complete) state.data.value = { status: 'ready' };
    if (!begins) return;
    this.showOtherPictures(state.settings.value.seed);
    this.watchOthers();
    const files = this.#toRestore;
    this.#toRestore = undefined;
    if (files) void this.#open(files);
  }

  #runEnded({ run, ending }: Extract<Report, { type: 'run-ended' }>): void {
    this.state.pausing.value = false;
    this.#updateRun(run, () => ({ state: ending }));
    this.#keep();
  }

  /** The run so far, and the model last saved, stay. */
  #died(message: string): void {
    const { state } = this;
    state.worker.value = { status: 'dead', message };
    state.pausing.value = false;
    const run = state.run.value;
    if (run && isGoing(run.state)) this.#updateRun(run.id, () => ({ state: { status: 'lost' } }));
    for (const answer of this.#waiting.values()) answer(undefined);
    this.#keep();
  }

  /** Makes a saved model the worker's; the reason if it is none. */
  async #open({ modelJson, weights }: SavedModel): Promise<string | undefined> {
    const id = this.#newQuestion();
    this.#worker.send({ type: 'open-model', id, modelJson, weights });
    const report = await this.#answer(id);
    return report?.type === 'model-refused' ? report.message : undefined;
  }

  #showOpened({ name, recipe, history, model }: RunFiles): void {
    const { state } = this;
    const id = this.#newRun();
    this.#addRun({
      id,
      name: `${id} ${name}`,
      recipe,
      history,
      engine: undefined,
      state: { status: 'opened' },
      shown: true,
    });
    state.savedModel.value = model;
    state.notice.value = { kind: 'opened', name };
    if (recipe) {
      state.settings.value = recipe.settings;
      state.rateChanges.value = recipe.rateChanges;
    }
    this.watchOthers();
    this.#keep();
  }

  #addRun(run: Run): void {
    const { state } = this;
    state.runs.value = withRun(withoutEmpty(state.runs.value), run);
    state.currentRun.value = run.id;
    state.progress.value = undefined;
  }

  #updateRun(id: number, change: (run: Run) => Partial<Run>): void {
    this.state.runs.value = updateRun(this.state.runs.value, id, change);
  }

  #answer(id: number): Promise<Report | undefined> {
    return new Promise((resolve) => {
      this.#waiting.set(id, (report) => {
        this.#waiting.delete(id);
        resolve(report);
      });
    });
  }

  #newQuestion(): number {
    return ++this.#lastQuestion;
  }

  /** Runs are counted for people to read: 1, 2, 3, also after a reload. */
  #newRun(): number {
    return ++this.#lastRun;
  }

  /** The address always says what is set. */
  #keepUrl(): void {
    effect(() => {
      const { settings, rateChanges } = this.state;
      const query = formatQuery({ settings: settings.value, rateChanges: rateChanges.value });
      history.replaceState(null, '', `?${query}`);
    });
  }

  #keep(): void {
    const { runs, currentRun, savedModel } = this.state;
    const files = savedModel.value;
    const model = files && currentRun.value !== undefined ? { run: currentRun.value, files } : undefined;
    void keep({ runs: runs.value, model });
  }

  async #restore(): Promise<void> {
    const kept = await readKept();
    const { state } = this;
    if (!kept || state.runs.value.length > 0) return;
    this.#lastRun = Math.max(this.#lastRun, ...kept.runs.map(({ id }) => id));
    state.runs.value = kept.runs.map((run) =>
      isGoing(run.state) ? { ...run, state: { status: 'reloaded' } } : run,
    );
    if (!kept.model) return;
    state.currentRun.value = kept.model.run;
    state.savedModel.value = kept.model.files;
    if (state.dataHere.value) await this.#open(kept.model.files);
    else this.#toRestore = kept.model.files;
  }
}

import type { Report, SavedModel, TestPicture } from '../messages.ts';
import { formatQuery, parseQuery } from '../settings/query.ts';
import { defaultSettings, type RunRecipe, type Settings } from '../settings/settings.ts';
import { keepInAddress, keepState, restoreState } from './kept-state.ts';
import { Questions } from './questions.ts';
import { type RunFiles, readRunFiles } from './run-files.ts';
import { isGoing, type Run, runName, updateRun, withoutEmpty, withRun } from './runs.ts';
import { showReport } from './show-report.ts';
import { State } from './state.ts';
import { TrainingWorker } from './training-worker.ts';

/** Pictures of a class in the data grid. */
export const picturesPerClass = 9;
/** Test pictures whose predictions are shown. */
export const watchedPictures = 8;

/** Where the four files lie, beside the page. */
const dataFolder = new URL('data/', document.baseURI).href;

/** What the page does: holds the worker, sends it what people ask for, and keeps what must survive a reload. */
export class Session {
  readonly state = new State();
  readonly #questions = new Questions();
  #worker: TrainingWorker;
  #lastRun = 0;
  /** A model from before a reload or a crash, to be opened as soon as there is data. */
  #toRestore: SavedModel | undefined;

  constructor() {
    const { recipe, refused } = parseQuery(location.search);
    this.state.settings.value = recipe.settings;
    this.state.rateChanges.value = recipe.rateChanges;
    this.state.refused.value = refused;
    this.#worker = this.#startWorker();
    keepInAddress(this.state);
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
    // What is looked at changes nothing that is computed: no seed is needed.
    const indices = Array.from({ length: watchedPictures }, () => Math.floor(Math.random() * count));
    this.#worker.send({ type: 'watch', indices });
  }

  /** The probabilities of one picture, or nothing while there is no model. */
  async predict(pixels: Uint8Array): Promise<Float32Array | undefined> {
    const answer = await this.#questions.ask((id) =>
      this.#worker.send({ type: 'predict', id, pixels: Uint8Array.from(pixels) }),
    );
    return answer?.type === 'predicted' ? answer.probabilities : undefined;
  }

  async randomTestPicture(): Promise<TestPicture | undefined> {
    const index = Math.floor(Math.random() * (this.state.dataInfo.value?.testCount ?? 1));
    const answer = await this.#questions.ask((id) => this.#worker.send({ type: 'test-picture', id, index }));
    return answer?.type === 'test-picture' ? answer.picture : undefined;
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
    keepState(this.state);
  }

  removeRun(id: number): void {
    this.state.runs.value = this.state.runs.value.filter((run) => run.id !== id);
    keepState(this.state);
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
    if ('id' in report) {
      this.#questions.answer(report);
      return;
    }
    const begins = report.type === 'data-ready' && !this.state.dataHere.value;
    showReport(this.state, report);
    if (begins) this.#dataBegins();
    if (report.type === 'run-ended' || report.type === 'saved-model') keepState(this.state);
  }

  /** The first pictures are here. */
  #dataBegins(): void {
    this.showOtherPictures(this.state.settings.value.seed);
    this.watchOthers();
    const files = this.#toRestore;
    this.#toRestore = undefined;
    if (files) void this.#open(files);
  }

  /** The run so far, and the model last saved, stay. */
  #died(message: string): void {
    const { state } = this;
    state.worker.value = { status: 'dead', message };
    state.pausing.value = false;
    const run = state.run.value;
    if (run && isGoing(run.state)) this.#updateRun(run.id, () => ({ state: { status: 'lost' } }));
    this.#questions.abandon();
    keepState(this.state);
  }

  /** Makes a saved model the worker's; the reason if it is none. */
  async #open({ modelJson, weights }: SavedModel): Promise<string | undefined> {
    const answer = await this.#questions.ask((id) =>
      this.#worker.send({ type: 'open-model', id, modelJson, weights }),
    );
    return answer?.type === 'model-refused' ? answer.message : undefined;
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
    keepState(this.state);
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

  /** Runs are counted for people to read: 1, 2, 3, also after a reload. */
  #newRun(): number {
    return ++this.#lastRun;
  }

  async #restore(): Promise<void> {
    const { runs, dataHere } = this.state;
    const files = await restoreState(this.state);
    this.#lastRun = Math.max(this.#lastRun, ...runs.value.map(({ id }) => id));
    if (!files) return;
    if (dataHere.value) await this.#open(files);
    else this.#toRestore = files;
  }
}

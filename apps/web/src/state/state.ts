import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type {
  ClassPictures,
  DataFailure,
  DataInfo,
  ThreadsInfo,
  FirstLayer,
  OwnPrediction,
  Prediction,
  Progress,
  RunData,
  SavedModel,
  StartFailure,
  TestResult,
} from '../messages.ts';
import type { RefusedParameter } from '../settings/query.ts';
import { defaultSettings, imagesOf } from '../settings/settings.ts';
import type { RateChange, RunRecipe, Settings } from '../settings/settings.ts';
import { blankPicture, type OwnPicture } from './own-picture.ts';
import type { Panel } from './panels.ts';
import type { RunView } from './run-view.ts';
import type { WorkerDeath } from './training-worker.ts';
import { isGoing, type Run } from './runs.ts';

export type WorkerState =
  /** `slow`: for so long that the page says so. */
  | { readonly status: 'starting'; readonly slow: boolean }
  | ({ readonly status: 'ready' } & ThreadsInfo)
  | { readonly status: 'failed'; readonly reason: StartFailure; readonly message: string }
  | WorkerDeath;

export type DataState =
  | { readonly status: 'loading'; readonly receivedBytes: number; readonly totalBytes: number }
  | { readonly status: 'failed'; readonly reason: DataFailure; readonly message: string }
  | { readonly status: 'ready' };

/** The result of opening a file or a link, shown where it happened. */
export type Notice =
  | { readonly kind: 'not-a-model'; readonly message: string }
  | { readonly kind: 'not-a-run'; readonly fileName: string }
  | { readonly kind: 'no-model-file' }
  | { readonly kind: 'export-failed'; readonly message: string }
  | { readonly kind: 'data-used'; readonly name: string; readonly notes: readonly string[] }
  | { readonly kind: 'data-refused'; readonly message: string }
  /** `data`: whether it was trained on the page's data. */
  | { readonly kind: 'opened'; readonly name: string; readonly data: 'own' | 'other' | 'unknown' }
  | { readonly kind: 'link-copied' }
  | { readonly kind: 'link-shown'; readonly link: string };

/** A cell of the confusion matrix. */
export interface Cell {
  readonly label: number;
  readonly predicted: number;
}

/** Everything that the page shows. Only `Session` writes it, except for what forms edit. */
export class State {
  #lastRun = 0;
  readonly settings: Signal<Settings> = signal(defaultSettings());
  /** Rate changes that a link asks for. */
  readonly rateChanges: Signal<readonly RateChange[]> = signal([]);
  readonly refused: Signal<readonly RefusedParameter[]> = signal([]);
  readonly worker: Signal<WorkerState> = signal({ status: 'starting', slow: false });
  readonly data: Signal<DataState> = signal({ status: 'loading', receivedBytes: 0, totalBytes: 0 });
  readonly dataInfo: Signal<DataInfo | undefined> = signal(undefined);
  /** Whether the current worker has pictures to train on; a new one has none at first. */
  readonly dataHere: Signal<boolean> = signal(false);
  /** Whether the test pictures are here. */
  readonly testHere: ReadonlySignal<boolean> = computed(
    () => this.dataHere.value && (this.dataInfo.value?.testCount ?? 0) > 0,
  );
  /** The data set that the page comes with. */
  readonly builtIn: Signal<RunData | undefined> = signal(undefined);
  /** How many of the user's files have been read for a data set. */
  readonly reading: Signal<{ readonly done: number; readonly total: number } | undefined> = signal(undefined);
  /** What the page learns from, if that is not the data set that it comes with. */
  readonly ownData: ReadonlySignal<RunData | undefined> = computed(() => {
    const info = this.dataInfo.value;
    return info?.own === true ? info.data : undefined;
  });
  readonly classes: Signal<readonly ClassPictures[]> = signal([]);
  readonly runs: Signal<readonly Run[]> = signal([]);
  /** Whether the browser keeps them over a reload, as far as the page knows. */
  readonly keepsRuns: Signal<boolean> = signal(true);
  /** The run whose training the worker has not ended yet: one that was reset goes on until its next step, and is saved then. */
  readonly training: Signal<number | undefined> = signal(undefined);
  /** The run that the panels show, and all that they show of it. */
  readonly view: Signal<RunView | undefined> = signal(undefined);
  readonly notice: Signal<Notice | undefined> = signal(undefined);
  /** The picture on the pad, which runs through the network. */
  readonly own: Signal<OwnPicture> = signal(blankPicture());
  /** The last answer about it, from whatever model. */
  readonly lastAnswer: Signal<OwnPrediction | undefined> = signal(undefined);
  /** The chosen cell of the confusion matrix. */
  readonly cell: Signal<Cell | undefined> = signal(undefined);
  /** The unit or feature map of a shown layer that is pointed at. */
  readonly pointed: Signal<{ readonly layer: number; readonly unit: number } | undefined> = signal(undefined);
  /** On a narrow screen the others are hidden. */
  readonly panel: Signal<Panel> = signal('network');

  // Each panel subscribes only to its part of the view.
  readonly currentRun: ReadonlySignal<number | undefined> = computed(() => this.view.value?.run);
  readonly progress: ReadonlySignal<Progress | undefined> = computed(() => this.view.value?.progress);
  readonly firstLayer: ReadonlySignal<FirstLayer | undefined> = computed(() => this.view.value?.firstLayer);
  readonly predictions: ReadonlySignal<readonly Prediction[] | undefined> = computed(
    () => this.view.value?.predictions,
  );
  readonly epochsKept: ReadonlySignal<readonly number[]> = computed(() => this.view.value?.epochsKept ?? []);
  readonly shownEpoch: ReadonlySignal<number | undefined> = computed(() => this.view.value?.epoch);
  readonly refusal: ReadonlySignal<string | undefined> = computed(() => this.view.value?.refusal);
  readonly result: ReadonlySignal<TestResult | undefined> = computed(() => this.view.value?.result);
  /** Of the shown run's saved model, on the test pictures; `undefined` where the last result may be that of other weights. */
  readonly testAccuracy: ReadonlySignal<number | undefined> = computed(() => {
    const result = this.result.value;
    const changed = this.going.value || this.run.value?.state.status === 'failed';
    // A worker that died may have measured the model after it was saved.
    const lost = this.worker.value.status !== 'ready';
    return result && !result.past && !changed && !lost ? result.accuracy : undefined;
  });
  readonly pausing: ReadonlySignal<boolean> = computed(() => this.view.value?.pausing ?? false);

  /** The shown run's answer: while a new run waits for its turn, the worker answers for the one before. */
  readonly answer: ReadonlySignal<OwnPrediction | undefined> = computed(() =>
    this.lastAnswer.value?.run === this.currentRun.value ? this.lastAnswer.value : undefined,
  );
  readonly run: ReadonlySignal<Run | undefined> = computed(() =>
    this.runs.value.find(({ id }) => id === this.currentRun.value),
  );
  /** What the shown run was trained on, if that is not what the page shows now. */
  readonly otherData: ReadonlySignal<RunData | undefined> = computed(() => {
    const run = this.run.value;
    return run && !this.isOfPageData(run) ? this.dataOf(run) : undefined;
  });
  readonly savedModel: ReadonlySignal<SavedModel | undefined> = computed(() => this.run.value?.model);
  /** The class names of the shown run's data. */
  readonly classNames: ReadonlySignal<readonly string[]> = computed(
    () => (this.otherData.value ?? this.dataInfo.value)?.classNames ?? [],
  );
  readonly going: ReadonlySignal<boolean> = computed(() => {
    const run = this.run.value;
    return run !== undefined && isGoing(run.state);
  });
  readonly paused: ReadonlySignal<boolean> = computed(() => this.run.value?.state.status === 'paused');
  /** Whether there is a model to ask. */
  readonly hasModel: ReadonlySignal<boolean> = computed(
    () => this.savedModel.value !== undefined || this.going.value,
  );
  readonly canTrain: ReadonlySignal<boolean> = computed(
    () => this.dataHere.value && this.worker.value.status === 'ready' && this.data.value.status !== 'failed',
  );
  /** Whether the worker can take a run's model, and the page has the last one. */
  readonly canOpen: ReadonlySignal<boolean> = computed(
    () => this.dataHere.value && this.training.value === undefined,
  );

  /** Whether the next run can begin: on all that it is to learn from, or on the first pictures while the rest is loading. */
  readonly canBegin: ReadonlySignal<boolean> = computed(
    () => this.canTrain.value && (this.hasAllOf(this.settings.value) || this.isEarly.value),
  );
  /** Whether the next run begins on fewer pictures than it asks for, or on others: on the first that are here. */
  readonly isEarly: ReadonlySignal<boolean> = computed(() => {
    const info = this.dataInfo.value;
    return info !== undefined && !info.complete && !hasImages(info, this.settings.value);
  });

  /** Whether all pictures are here that a run of these settings reads. */
  hasAllOf(settings: Settings): boolean {
    const info = this.dataInfo.value;
    if (!info || info.complete) return info !== undefined;
    return info.testCount > 0 && hasImages(info, settings);
  }

  /** Whether a run can be continued now: where the worker has ended all training, so that no report of an end is yet to come. */
  canContinue(run: Run): boolean {
    return (
      this.canTrain.value &&
      this.training.value === undefined &&
      run.recipe !== undefined &&
      this.isOfPageData(run) &&
      this.hasAllOf(run.recipe.settings)
    );
  }

  /** The run that the form describes. */
  get formRecipe(): RunRecipe {
    return { settings: this.settings.value, rateChanges: this.rateChanges.value };
  }

  /** Puts a run into the form. Of the user's own data all pictures are used: their number is not in the form. */
  useRecipe({ settings, rateChanges }: RunRecipe): void {
    this.settings.value = this.ownData.value ? { ...settings, limit: null } : settings;
    this.rateChanges.value = rateChanges;
  }

  /** What a run was trained on, if it is known. */
  dataOf({ ownData }: Run): RunData | undefined {
    return ownData ?? this.builtIn.value;
  }

  /** Whether a run was trained on what the page shows. */
  isOfPageData({ ownData }: Run): boolean {
    return isSame(ownData, this.ownData.value);
  }

  /** Runs are numbered 1, 2, 3, also after a reload. No number is used twice. */
  newRun(): number {
    this.#lastRun = Math.max(this.#lastRun, ...this.runs.value.map(({ id }) => id)) + 1;
    return this.#lastRun;
  }

  addRun(run: Run): void {
    this.runs.value = [...this.runs.value, run];
  }

  changeRun(id: number, change: (run: Run) => Partial<Run>): void {
    const run = this.runs.value.find((each) => each.id === id);
    const changed = run && change(run);
    // Most reports of a run are about its view alone: what shows the runs is not drawn again for those.
    if (!changed || Object.keys(changed).length === 0) return;
    this.runs.value = this.runs.value.map((each) => (each === run ? { ...each, ...changed } : each));
  }

  /** Changes the view of a run; nothing if another run is shown. */
  changeView(run: number, change: Partial<RunView>): void {
    const view = this.view.value;
    if (view?.run === run) this.view.value = { ...view, ...change };
  }

  /** The shown run has ended. */
  endRun(status: 'stopped' | 'lost'): void {
    const run = this.run.value;
    if (!run || !isGoing(run.state)) return;
    this.changeRun(run.id, () => ({ state: { status } }));
    this.changeView(run.id, { pausing: false });
  }
}

/** Whether all training images are here that a run of these settings reads, while others are still loading. */
function hasImages({ trainCount }: DataInfo, settings: Settings): boolean {
  return settings.sample === 'first' && trainCount >= imagesOf(settings);
}

/** Whether two runs were trained on the same; `undefined` is the data set that the page comes with. */
function isSame(a: RunData | undefined, b: RunData | undefined): boolean {
  if (!a || !b) return a === b;
  return ['train', 'test'].every((part) => a.hashes[part] === b.hashes[part]);
}

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type {
  ClassPictures,
  DataFailure,
  DataInfo,
  EngineInfo,
  FirstLayer,
  Prediction,
  Progress,
  SavedModel,
  StartFailure,
  TestResult,
} from '../messages.ts';
import type { RefusedParameter } from '../settings/query.ts';
import { defaultSettings, type RateChange, type Settings } from '../settings/settings.ts';
import { isGoing, type Run } from './runs.ts';

export type WorkerState =
  | { readonly status: 'starting' }
  | { readonly status: 'ready'; readonly engine: EngineInfo }
  | { readonly status: 'failed'; readonly reason: StartFailure; readonly message: string }
  | { readonly status: 'dead'; readonly message: string };

export type DataState =
  | { readonly status: 'loading'; readonly receivedBytes: number; readonly totalBytes: number }
  | { readonly status: 'failed'; readonly reason: DataFailure; readonly message: string }
  | { readonly status: 'ready' };

/** What happened with a file or a link, told where it happened. */
export type Notice =
  | { readonly kind: 'not-a-model'; readonly message: string }
  | { readonly kind: 'not-a-run'; readonly fileName: string }
  | { readonly kind: 'no-model-file' }
  | { readonly kind: 'opened'; readonly name: string }
  | { readonly kind: 'link-copied' }
  | { readonly kind: 'link-shown'; readonly link: string };

/** All that the page shows. Only `Session` writes it, but for what a form edits. */
export class State {
  readonly settings: Signal<Settings> = signal(defaultSettings());
  /** Rate changes that a link asks for. */
  readonly rateChanges: Signal<readonly RateChange[]> = signal([]);
  readonly refused: Signal<readonly RefusedParameter[]> = signal([]);
  readonly worker: Signal<WorkerState> = signal({ status: 'starting' });
  readonly data: Signal<DataState> = signal({ status: 'loading', receivedBytes: 0, totalBytes: 0 });
  readonly dataInfo: Signal<DataInfo | undefined> = signal(undefined);
  /** Whether the present worker has pictures to train on; a new one has none at first. */
  readonly dataHere: Signal<boolean> = signal(false);
  readonly classes: Signal<readonly ClassPictures[]> = signal([]);
  readonly runs: Signal<readonly Run[]> = signal([]);
  /** The run that the panels show. */
  readonly currentRun: Signal<number | undefined> = signal(undefined);
  readonly progress: Signal<Progress | undefined> = signal(undefined);
  readonly firstLayer: Signal<FirstLayer | undefined> = signal(undefined);
  readonly predictions: Signal<readonly Prediction[]> = signal([]);
  readonly result: Signal<TestResult | undefined> = signal(undefined);
  readonly savedModel: Signal<SavedModel | undefined> = signal(undefined);
  readonly notice: Signal<Notice | undefined> = signal(undefined);
  /** Asked for, but the worker has not said yet that it is so. */
  readonly pausing: Signal<boolean> = signal(false);

  readonly run: ReadonlySignal<Run | undefined> = computed(() =>
    this.runs.value.find(({ id }) => id === this.currentRun.value),
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
}

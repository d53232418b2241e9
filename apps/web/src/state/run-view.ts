import type { FirstLayer, Prediction, Progress, RunReport, TestResult } from '../messages.ts';

/** What the panels show of one run. Another run's view replaces all of it, so that the two never mix. */
export interface RunView {
  readonly run: number;
  readonly progress: Progress | undefined;
  readonly firstLayer: FirstLayer | undefined;
  readonly predictions: readonly Prediction[];
  readonly result: TestResult | undefined;
  /** A pause was requested, and the worker has not confirmed it yet. */
  readonly pausing: boolean;
  /** The epochs whose model can be shown again. */
  readonly epochsKept: readonly number[];
  /** The epoch that is shown; `undefined` for the model as it is. */
  readonly epoch: number | undefined;
  /** Why the layers of the settings make no network. */
  readonly refusal: string | undefined;
}

/** The view of a run of which nothing is known yet. */
export function newView(run: number): RunView {
  return {
    run,
    progress: undefined,
    firstLayer: undefined,
    predictions: [],
    result: undefined,
    pausing: false,
    epochsKept: [],
    epoch: undefined,
    refusal: undefined,
  };
}

/** What a report adds to the view of its run. */
export function inView(report: RunReport): Partial<RunView> {
  switch (report.type) {
    case 'progress':
      return { progress: report };
    case 'weights':
      return { firstLayer: report, refusal: undefined };
    case 'layers-refused':
      return { refusal: report.message };
    case 'predictions':
      return { predictions: report.predictions };
    case 'epochs-kept':
      return { epochsKept: report.epochs };
    case 'epoch-shown':
      return { epoch: report.epoch };
    case 'evaluation':
      return { result: report };
    case 'paused':
    case 'run-ended':
      return { pausing: false };
    case 'run-started':
    case 'epoch':
    case 'resumed':
    case 'rate-set':
    case 'saved-model':
      return {};
  }
}

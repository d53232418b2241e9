import type { FirstLayer, Prediction, Progress, RunReport, SavedModel, TestResult } from '../messages.ts';

/** What the panels show of one run. Another run's view replaces all of it, so that the two never mix. */
export interface RunView {
  readonly run: number;
  readonly progress: Progress | undefined;
  readonly firstLayer: FirstLayer | undefined;
  readonly predictions: readonly Prediction[];
  readonly result: TestResult | undefined;
  readonly savedModel: SavedModel | undefined;
  /** A pause was requested, and the worker has not confirmed it yet. */
  readonly pausing: boolean;
}

/** The view of a run of which nothing is known yet, except possibly a model. */
export function newView(run: number, savedModel?: SavedModel): RunView {
  return {
    run,
    progress: undefined,
    firstLayer: undefined,
    predictions: [],
    result: undefined,
    savedModel,
    pausing: false,
  };
}

/** What a report adds to the view of its run. */
export function inView(report: RunReport): Partial<RunView> {
  switch (report.type) {
    case 'progress':
      return { progress: report };
    case 'weights':
      return { firstLayer: report };
    case 'predictions':
      return { predictions: report.predictions };
    case 'evaluation':
      return { result: report };
    case 'saved-model':
      return { savedModel: report.files };
    case 'paused':
    case 'run-ended':
      return { pausing: false };
    case 'run-started':
    case 'epoch':
    case 'resumed':
    case 'rate-set':
      return {};
  }
}

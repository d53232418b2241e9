import type { RateChange } from '../settings/settings.ts';
import type { Report } from '../messages.ts';
import type { Answer } from './questions.ts';
import { runName, updateRun } from './runs.ts';
import type { State } from './state.ts';

/** What the worker reports of its own accord. */
export type Told = Exclude<Report, Answer>;

/** Writes what a report says into the page's state. */
export function showReport(state: State, report: Told): void {
  // After a reset, what the worker had under way says nothing any more.
  const showsModel = state.currentRun.value !== undefined;
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
      state.dataInfo.value = report;
      state.dataHere.value = true;
      if (report.complete) state.data.value = { status: 'ready' };
      return;
    case 'data-failed':
      state.data.value = { status: 'failed', reason: report.reason, message: report.message };
      return;
    case 'classes':
      state.classes.value = report.classes;
      return;
    case 'progress':
      if (report.run === state.currentRun.value) state.progress.value = report;
      return;
    case 'weights':
      if (showsModel) state.firstLayer.value = report;
      return;
    case 'predictions':
      if (showsModel) state.predictions.value = report.predictions;
      return;
    case 'evaluation':
      if (showsModel) state.result.value = report;
      return;
    case 'saved-model':
      if (report.run === state.currentRun.value) state.savedModel.value = report.files;
      return;
    case 'run-started':
    case 'epoch':
    case 'paused':
    case 'resumed':
    case 'rate-set':
    case 'run-ended':
      showRunReport(state, report);
  }
}

type RunReport = Extract<
  Told,
  { readonly type: 'run-started' | 'epoch' | 'paused' | 'resumed' | 'rate-set' | 'run-ended' }
>;

function showRunReport(state: State, report: RunReport): void {
  state.runs.value = updateRun(state.runs.value, report.run, ({ history, recipe }) => {
    switch (report.type) {
      case 'run-started':
        return {
          recipe: report.recipe,
          engine: report.engine,
          name: runName(report.run, report.recipe),
        };
      case 'epoch':
        return { history: [...history, report.record] };
      case 'paused':
        return { state: { status: 'paused' } };
      case 'resumed':
        return { state: { status: 'running' } };
      case 'rate-set':
        return {
          recipe: recipe && { ...recipe, rateChanges: withChange(recipe.rateChanges, report.change) },
        };
      case 'run-ended':
        return { state: report.ending };
    }
  });
  if (report.type === 'paused' || report.type === 'run-ended') state.pausing.value = false;
}

/** A later choice for the same epoch, or an earlier one, takes the place of those after it. */
function withChange(changes: readonly RateChange[], change: RateChange): readonly RateChange[] {
  return [...changes.filter(({ epoch }) => epoch < change.epoch), change];
}

import type { RateChange } from '../settings/settings.ts';
import type { RunReport } from '../messages.ts';
import type { Told } from './questions.ts';
import { inView } from './run-view.ts';
import { isGoing, type Run, runName } from './runs.ts';
import type { State } from './state.ts';

/** Writes a report into the page's state. */
export function showReport(state: State, report: Told): void {
  if ('run' in report) {
    state.changeRun(report.run, (run) => inRun(run, report));
    state.changeView(report.run, inView(report));
    if (report.type === 'run-ended' && state.training.value === report.run) state.training.value = undefined;
    return;
  }
  switch (report.type) {
    case 'alive':
      return;
    case 'started':
      state.worker.value = { status: 'ready', threads: 1, late: false };
      return;
    case 'threads':
      if (state.worker.value.status === 'ready') {
        state.worker.value = { status: 'ready', threads: report.threads, late: report.late };
      }
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
      if (!report.own) state.builtIn.value = report.data;
      if (report.complete) state.data.value = { status: 'ready' };
      return;
    case 'data-failed':
      state.data.value = { status: 'failed', reason: report.reason, message: report.message };
      return;
    case 'reading-files':
      state.reading.value = { done: report.done, total: report.total };
      return;
    case 'classes':
      state.classes.value = report.classes;
  }
}

/** What a report adds to the record of its run. */
function inRun({ history, recipe, state }: Run, report: RunReport): Partial<Run> {
  switch (report.type) {
    case 'run-started':
      return {
        recipe: report.recipe,
        engine: report.engine,
        images: report.images,
        name: runName(report.run, report.recipe),
        // The page may have heard of more epochs than the checkpoint that it continues from.
        history: history.slice(0, report.finishedEpochs),
      };
    case 'epoch':
      return { history: [...history, report.record] };
    // A run that was reset meanwhile has ended.
    case 'paused':
      return isGoing(state) ? { state: { status: 'paused' } } : {};
    case 'resumed':
      return isGoing(state) ? { state: { status: 'running' } } : {};
    case 'rate-set':
      return {
        recipe: recipe && { ...recipe, rateChanges: withChange(recipe.rateChanges, report.change) },
      };
    case 'run-ended':
      return { state: report.ending };
    case 'saved-model':
      return { model: report.files, checkpoint: report.checkpoint };
    case 'progress':
    case 'weights':
    case 'layers-refused':
    case 'epochs-kept':
    case 'epoch-shown':
    case 'predictions':
    case 'evaluation':
      return {};
  }
}

/** A new choice replaces those for the same and later epochs. */
function withChange(changes: readonly RateChange[], change: RateChange): readonly RateChange[] {
  return [...changes.filter(({ epoch }) => epoch < change.epoch), change];
}

import type { FileAtPath } from '@atelier/datasets/browser';
import type { RunData, SavedModel } from '../messages.ts';
import { keepState } from './kept-state.ts';
import type { Answer } from './questions.ts';
import { type RunFiles, readRunFiles } from './run-files.ts';
import { newView } from './run-view.ts';
import { newKey } from './runs.ts';
import type { State } from './state.ts';
import type { TrainingWorker } from './training-worker.ts';

/** Opens models from files, and the stored one after a reload or a crash. */
export class Opening {
  readonly #state: State;
  /** Asks the current worker. */
  readonly #askWorker: TrainingWorker['ask'];
  /** The run that is being opened, unless another was started meanwhile. */
  #run: number | undefined;

  constructor(state: State, ask: TrainingWorker['ask']) {
    this.#state = state;
    this.#askWorker = ask;
  }

  /** Opens what was dropped or chosen: a model, with its run or without. */
  async openFiles(files: readonly FileAtPath[]): Promise<void> {
    const { notice } = this.#state;
    const found = await readRunFiles(files);
    if ('kind' in found) {
      notice.value = found;
      return;
    }
    const run = this.#state.newRun();
    this.#run = run;
    const answer = await this.#ask(run, found.model, found.trainedOn);
    const info = this.#state.dataInfo.value;
    const pageData = info?.own === true ? info.data : undefined;
    if (answer?.type === 'model-opened')
      this.#add(run, found, answer.otherData, answer.otherData ? found.trainedOn : pageData);
    else this.#tellRefusal(answer);
  }

  /** Opens the saved model of the shown run again. */
  async reopen(): Promise<void> {
    const run = this.#state.run.value;
    if (!run?.model) return;
    this.#tellRefusal(await this.#ask(run.id, run.model, this.#state.dataOf(run)));
  }

  /** Another run, or none, is shown from now on: what is still being opened will not be shown. */
  leave(): void {
    this.#run = undefined;
  }

  #ask(
    run: number,
    { modelJson, weights }: SavedModel,
    trainedOn: RunData | undefined,
  ): Promise<Answer | undefined> {
    return this.#askWorker((id) => ({ type: 'open-model', id, run, modelJson, weights, trainedOn }));
  }

  #tellRefusal(answer: Answer | undefined): void {
    if (answer?.type !== 'model-refused') return;
    this.#state.notice.value = { kind: 'not-a-model', message: answer.message };
  }

  /** Lists an opened run, and shows it if it is the last requested one: then the worker has its model. */
  #add(
    id: number,
    { name, history, model, trainedOn, images, ...found }: RunFiles,
    isOther: boolean,
    ownData: RunData | undefined,
  ): void {
    const state = this.#state;
    const recipe = isOther ? undefined : found.recipe;
    state.addRun({
      id,
      key: newKey(),
      model,
      checkpoint: undefined,
      name: ownData ? `${id} ${name} ${ownData.name}` : `${id} ${name}`,
      recipe,
      ownData,
      images,
      history,
      engine: undefined,
      state: { status: 'opened' },
      shown: true,
    });
    if (this.#run === id) {
      state.view.value = newView(id);
      if (recipe) {
        state.settings.value = recipe.settings;
        state.rateChanges.value = recipe.rateChanges;
      }
    }
    const data = isOther ? 'other' : trainedOn ? 'own' : 'unknown';
    state.notice.value = { kind: 'opened', name, data };
    keepState(state, id);
  }
}

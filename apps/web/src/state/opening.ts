import { computed } from '@preact/signals';
import type { FileAtPath } from '@atelier/datasets/browser';
import type { RunData, SavedModel } from '../messages.ts';
import { comesTrue } from './comes-true.ts';
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
  /** Counts what was to be shown: a model that comes later than the next is not shown. */
  #latest = 0;

  constructor(state: State, ask: TrainingWorker['ask']) {
    this.#state = state;
    this.#askWorker = ask;
  }

  /** Opens what was dropped or chosen: a model, with its run or without. */
  async openFiles(files: readonly FileAtPath[]): Promise<void> {
    const { notice, testHere, canOpen } = this.#state;
    const found = await readRunFiles(files);
    if ('kind' in found) {
      notice.value = found;
      return;
    }
    // Files that had to wait don't end a run that began meanwhile.
    if (!testHere.value) await comesTrue(computed(() => testHere.value && canOpen.value));
    const run = this.#state.newRun();
    const turn = ++this.#latest;
    const answer = await this.#ask(run, found.model, found.trainedOn);
    if (answer?.type !== 'model-opened') {
      this.#tellRefusal(answer);
      return;
    }
    const { otherData } = answer;
    this.#add(run, found, otherData, otherData ? found.trainedOn : this.#state.ownData.value);
    if (turn === this.#latest) this.#show(run);
    keepState(this.#state, run);
  }

  /** Opens the saved model of the shown run again, as soon as the worker can take it, unless another run is shown by then. */
  async reopen(): Promise<void> {
    const turn = ++this.#latest;
    await comesTrue(this.#state.canOpen);
    const run = this.#state.run.value;
    if (!run?.model || turn !== this.#latest) return;
    this.#tellRefusal(await this.#ask(run.id, run.model, this.#state.dataOf(run)));
  }

  /** Another run, or none, is shown from now on: what is still being opened will not be shown. */
  leave(): void {
    this.#latest++;
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

  /** Lists an opened run. */
  #add(
    id: number,
    { name, history, model, trainedOn, images, ...found }: RunFiles,
    isOther: boolean,
    ownData: RunData | undefined,
  ): void {
    const state = this.#state;
    state.addRun({
      id,
      key: newKey(),
      model,
      checkpoint: undefined,
      name: ownData ? `${id} ${name} ${ownData.name}` : `${id} ${name}`,
      recipe: isOther ? undefined : found.recipe,
      ownData,
      images,
      history,
      engine: undefined,
      state: { status: 'opened' },
      shown: true,
    });
    const data = isOther ? 'other' : trainedOn ? 'own' : 'unknown';
    state.notice.value = { kind: 'opened', name, data };
  }

  /** Shows a run that was opened last: the worker has its model. */
  #show(id: number): void {
    const state = this.#state;
    state.view.value = newView(id);
    const recipe = state.run.value?.recipe;
    if (recipe) state.useRecipe(recipe);
  }
}

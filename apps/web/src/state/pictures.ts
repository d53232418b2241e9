import type { AskedPicture, LabelledPicture, OwnPrediction, Placed, StrongestPictures } from '../messages.ts';
import type { Cell, State } from './state.ts';
import type { TrainingWorker } from './training-worker.ts';

/** Pictures per class in the data grid. */
export const picturesPerClass = 9;
/** Test pictures whose predictions are shown. */
const watchedPictures = 8;

/** The pictures that the page asks its worker for, and what the network says to them. */
export class Pictures {
  readonly #state: State;
  readonly #worker: () => TrainingWorker;

  /** @param worker the current one */
  constructor(state: State, worker: () => TrainingWorker) {
    this.#state = state;
    this.#worker = worker;
  }

  showOthers(seed: number): void {
    this.#worker().send({ type: 'show-classes', seed, perClass: picturesPerClass });
  }

  watchOthers(): void {
    const count = this.#state.dataInfo.value?.testCount ?? 0;
    if (count === 0) return;
    // What is shown does not affect what is computed: no seed is needed.
    const indices = Array.from({ length: watchedPictures }, () => Math.floor(Math.random() * count));
    this.#worker().send({ type: 'watch', indices });
  }

  /** A model's prediction for a picture, with its run, which may not be the shown one; `undefined` without a model. */
  async predict(picture: AskedPicture): Promise<OwnPrediction | undefined> {
    const answer = await this.#worker().ask((id) => ({ type: 'predict', id, picture }));
    return answer?.type === 'predicted' ? answer.answer : undefined;
  }

  /** Any picture as the network gets it; `undefined` before there is a network. */
  async place({ data, width, height }: ImageData): Promise<Placed | undefined> {
    const pixels = Uint8ClampedArray.from(data);
    const answer = await this.#worker().ask((id) => ({ type: 'place', id, data: pixels, width, height }));
    return answer?.type === 'placed' ? answer.placed : undefined;
  }

  async randomTest(): Promise<LabelledPicture | undefined> {
    return this.one('test', Math.floor(Math.random() * (this.#state.dataInfo.value?.testCount ?? 0)));
  }

  /** A picture of the data; `undefined` where there is none. */
  async one(part: 'train' | 'test', index: number): Promise<LabelledPicture | undefined> {
    const answer = await this.#worker().ask((id) => ({ type: 'picture', id, part, index }));
    return answer?.type === 'picture' ? answer.picture : undefined;
  }

  /** Test pictures of a cell of the confusion matrix. */
  async ofCell({ label, predicted }: Cell): Promise<readonly LabelledPicture[]> {
    const answer = await this.#worker().ask((id) => ({ type: 'cell-pictures', id, label, predicted }));
    return answer?.type === 'cell-pictures' ? answer.pictures : [];
  }

  /** Test pictures to which a unit of a shown layer responds most; `undefined` where none were looked at. */
  async strongest(layer: number, unit: number): Promise<StrongestPictures | undefined> {
    const answer = await this.#worker().ask((id) => ({ type: 'strongest', id, layer, unit }));
    return answer?.type === 'strongest' ? answer.found : undefined;
  }
}

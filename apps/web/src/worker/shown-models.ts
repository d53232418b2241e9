import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Engine } from '@atelier/training';
import type { Report } from '../messages.ts';
import { PresentModel, type PresentModelOptions } from './present-model.ts';
import { TimeMachine } from './time-machine.ts';
import { unlessDiverging } from './unless-diverging.ts';

type Described = Omit<PresentModelOptions, 'measuring' | 'post'>;

/** The page's current model, and what the page sees: that model, or the same run's of an earlier epoch. */
export class ShownModels {
  readonly #post: (report: Report) => void;
  readonly #measuring: Engine;
  #present: PresentModel | undefined;
  /** Of the run whose model is present, if it began in this worker. */
  #time: TimeMachine | undefined;
  #watched: readonly number[] = [];

  constructor(post: (report: Report) => void, measuring: Engine) {
    this.#post = post;
    this.#measuring = measuring;
  }

  get present(): PresentModel | undefined {
    return this.#present;
  }

  get shown(): PresentModel | undefined {
    return this.#time?.past ?? this.#present;
  }

  /**
   * Replaces the current model.
   *
   * @param another makes another model of the same network: then earlier epochs can be shown
   */
  place(options: Described, another?: () => LayersModel): PresentModel {
    this.forget();
    const measured = { ...options, measuring: this.#measuring, post: this.#post };
    this.#present = new PresentModel(measured);
    if (another) this.#time = new TimeMachine(measured, another);
    return this.#present;
  }

  forget(): void {
    this.#time?.dispose();
    this.#time = undefined;
    this.#present?.dispose();
    this.#present = undefined;
  }

  /** Keeps the model after an epoch, to be shown again. */
  async keepEpoch(epoch: number): Promise<void> {
    if (this.#present) await this.#time?.keep(epoch, this.#present);
  }

  /** Shows the model after an epoch, or as it is. */
  async showEpoch(epoch: number | undefined): Promise<void> {
    if (!this.#time) return;
    await this.#time.show(epoch);
    await unlessDiverging(async () => this.shown?.look(this.#watched));
  }

  async watch(indices: readonly number[]): Promise<void> {
    this.#watched = indices;
    await unlessDiverging(async () => this.shown?.postPredictions(indices));
  }

  /** Views of the present model, unless one of an earlier epoch is shown. */
  async look(): Promise<void> {
    if (!this.#time?.past) await unlessDiverging(async () => this.#present?.look(this.#watched));
  }

  /** Evaluates the present model on the test set, unless one of an earlier epoch is shown. */
  async evaluate(): Promise<void> {
    if (!this.#time?.past) await unlessDiverging(async () => this.#present?.evaluate());
  }
}

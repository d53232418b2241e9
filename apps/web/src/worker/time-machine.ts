import { writeWeights } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Report } from '../messages.ts';
import { PresentModel, type PresentModelOptions } from './present-model.ts';
import { Snapshots } from './snapshots.ts';

/** Bytes of the weights of earlier epochs. */
const mostBytes = 64e6;

/** A run's model as it was after earlier epochs, while the run goes on. */
export class TimeMachine {
  readonly #options: Omit<PresentModelOptions, 'model' | 'sync' | 'past'>;
  readonly #newModel: () => LayersModel;
  readonly #snapshots = new Snapshots(mostBytes);
  #past: { readonly model: LayersModel; readonly present: PresentModel } | undefined;

  /** @param newModel makes another model of the run's network */
  constructor(options: Omit<PresentModelOptions, 'model' | 'sync' | 'past'>, newModel: () => LayersModel) {
    this.#options = options;
    this.#newModel = newModel;
  }

  /** The model of the epoch that is shown; `undefined` while the run's own is. */
  get past(): PresentModel | undefined {
    return this.#past?.present;
  }

  /** Keeps the model after an epoch. */
  async keep(epoch: number, present: PresentModel): Promise<void> {
    this.#snapshots.add(epoch, await present.weights());
    this.#post({ type: 'epochs-kept', run: this.#options.run, epochs: this.#snapshots.epochs });
  }

  /** Shows the model after the last epoch that is kept up to this one, or the run's own again. */
  async show(epoch: number | undefined): Promise<void> {
    const found = this.#snapshots.epochs.findLast((kept) => kept <= (epoch ?? -1));
    const weights = found === undefined ? undefined : this.#snapshots.at(found);
    if (weights) await writeWeights(this.#model(), weights);
    else this.dispose();
    this.#post({ type: 'epoch-shown', run: this.#options.run, epoch: found });
  }

  dispose(): void {
    this.#past?.present.dispose();
    this.#past = undefined;
  }

  #model(): LayersModel {
    if (!this.#past) {
      const model = this.#newModel();
      this.#past = { model, present: new PresentModel({ ...this.#options, model, past: true }) };
    }
    return this.#past.model;
  }

  #post(report: Report): void {
    this.#options.post(report);
  }
}

import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { EngineSession } from '../engine/contract.ts';
import type { NamedTensor } from '../model/named-tensor.ts';
import { writeWeights } from '../model/write-weights.ts';

/** The weights that a training gives away: the engine's own, or their average where the training keeps one. */
export class TrainedWeights {
  readonly #session: EngineSession;
  readonly #averaged: boolean;
  /** The engine's own, while the model may have their average: some engines train the model's variables. */
  #own: readonly NamedTensor[] | undefined;

  constructor(session: EngineSession, averaged: boolean) {
    this.#session = session;
    this.#averaged = averaged;
  }

  get(): Promise<readonly NamedTensor[]> {
    return this.#averaged ? this.#session.getAverage() : this.#session.getWeights();
  }

  /** Sets the engine's own weights too: steps go on from these. */
  async set(weights: readonly NamedTensor[]): Promise<void> {
    this.#own = undefined;
    await this.#session.setWeights(weights);
    if (this.#averaged) await this.#session.setAverage(weights);
  }

  /** Writes them to the model. Before the engine is used again, `takeBack`. */
  async writeTo(model: LayersModel): Promise<void> {
    if (this.#averaged) this.#own ??= await this.#session.getWeights();
    await writeWeights(model, await this.get());
  }

  /** The engine goes on from its own weights, whatever the model got. */
  async takeBack(): Promise<void> {
    if (!this.#own) return;
    await this.#session.setWeights(this.#own);
    this.#own = undefined;
  }

  /** Calls a function while the engine has these weights; afterwards it has its own again. */
  async whileUsed<Result>(use: () => Promise<Result>): Promise<Result> {
    if (!this.#averaged) return use();
    await this.takeBack();
    const own = await this.#session.getWeights();
    await this.#session.setWeights(await this.#session.getAverage());
    const result = await use();
    await this.#session.setWeights(own);
    return result;
  }
}

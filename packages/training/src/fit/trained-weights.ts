import type { EngineSession } from '../engine/contract.ts';
import type { NamedTensor } from '../model/named-tensor.ts';

/** The weights that a training gives away: the engine's own, or their average where the training keeps one. */
export class TrainedWeights {
  readonly #session: EngineSession;
  readonly #averaged: boolean;

  constructor(session: EngineSession, averaged: boolean) {
    this.#session = session;
    this.#averaged = averaged;
  }

  get(): Promise<readonly NamedTensor[]> {
    return this.#averaged ? this.#session.getAverage() : this.#session.getWeights();
  }

  /** Sets the engine's own weights too: steps go on from these. */
  async set(weights: readonly NamedTensor[]): Promise<void> {
    await this.#session.setWeights(weights);
    if (this.#averaged) await this.#session.setAverage(weights);
  }

  /** Calls a function while the engine has these weights; afterwards it has its own again. */
  async whileUsed<Result>(use: () => Promise<Result>): Promise<Result> {
    if (!this.#averaged) return use();
    const own = await this.#session.getWeights();
    await this.#session.setWeights(await this.#session.getAverage());
    const result = await use();
    await this.#session.setWeights(own);
    return result;
  }
}

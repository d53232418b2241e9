import { type LabelledImages, measurePlacement, type Placement } from '@atelier/datasets/browser';
import type { LoadedData } from './load-data.ts';

/** The data set, as far as it is loaded: the loader fills it, the rest of the worker reads it. */
export class DataStore {
  #data: LoadedData | undefined;
  #placement: Placement | undefined;

  get data(): LoadedData | undefined {
    return this.#data;
  }

  set data(data: LoadedData | undefined) {
    this.#data = data;
    this.#placement = undefined;
  }

  /** @throws Error before any data has arrived */
  get loaded(): LoadedData {
    if (!this.#data) throw new Error('The data set is not here yet');
    return this.#data;
  }

  /** What models of this data are tested on; `undefined` until it is here. */
  get test(): LabelledImages | undefined {
    const test = this.#data?.test;
    return test && test.count > 0 ? test : undefined;
  }

  /** How the training pictures lie in their frames. Measured when it is first asked for. */
  get placement(): Placement {
    const { train, classNames } = this.loaded;
    this.#placement ??= measurePlacement(train, classNames.length);
    return this.#placement;
  }
}

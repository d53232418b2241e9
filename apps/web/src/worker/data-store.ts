import type { LoadedData } from './load-data.ts';

/** The data set, as far as it is loaded: the loader fills it, the rest of the worker reads it. */
export class DataStore {
  data: LoadedData | undefined;

  /** @throws Error before any data has arrived */
  get loaded(): LoadedData {
    if (!this.data) throw new Error('The data set is not here yet');
    return this.data;
  }
}

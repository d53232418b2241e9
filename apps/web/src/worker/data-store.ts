import type { LoadedData } from './load-data.ts';

/** The data set, as far as it has come: the loader fills it, everyone else reads it. */
export class DataStore {
  data: LoadedData | undefined;

  /** @throws Error before anything has come */
  get loaded(): LoadedData {
    if (!this.data) throw new Error('The data set is not here yet');
    return this.data;
  }
}

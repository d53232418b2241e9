import type { EpochRecord } from '../history.ts';
import type { Callback } from './callback.ts';

/** Keeps the record of every epoch, as Keras' `History`. */
export function historyRecorder(): Callback & { readonly records: readonly EpochRecord[] } {
  const records: EpochRecord[] = [];
  return {
    records,
    onTrainBegin() {
      records.length = 0;
    },
    onEpochEnd(record) {
      records.push(record);
    },
  };
}

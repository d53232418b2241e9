import type { EpochRecord } from '../fit/history.ts';
import type { Callback } from '../fit/callback.ts';

/** Keeps the record of every epoch, like Keras' `History`. */
export function historyRecorder(): Callback & { readonly records: readonly EpochRecord[] } {
  const records: EpochRecord[] = [];
  return {
    records,
    onTrainBegin({ history }) {
      records.splice(0, records.length, ...history);
    },
    onEpochEnd(record) {
      records.push(record);
    },
  };
}

import { found } from '@atelier/checks';
import { historyCsvHeader, historyCsvLine } from '../fit/history.ts';
import type { Callback } from '../fit/callback.ts';

/**
 * Writes a header, then one line per epoch, like Keras' `CSVLogger`. A resumed training writes the lines from
 * before again: give it an empty file.
 *
 * @param write takes text to be appended: to a file, or wherever the lines should go
 * @throws TypeError when it is no function
 */
export function csvLog(write: (text: string) => void | Promise<void>): Callback {
  if (typeof write !== 'function') {
    throw new TypeError(`csvLog takes a function that writes text; found ${found(write)}`);
  }
  return {
    onTrainBegin: ({ history }) => write(historyCsvHeader + history.map(historyCsvLine).join('')),
    onEpochEnd: (record) => write(historyCsvLine(record)),
  };
}

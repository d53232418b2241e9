import type { EpochRecord } from '@atelier/training';
// Not from the package's index: that would load TensorFlow.js with the page.
import { historyCsvHeader, historyCsvLine } from '@atelier/training/history';

/** The CLI's `history.csv`. */
export function historyCsv(history: readonly EpochRecord[]): string {
  return historyCsvHeader + history.map(historyCsvLine).join('');
}

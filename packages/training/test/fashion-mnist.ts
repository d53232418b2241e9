import { type Dataset, DatasetError, loadDataset, take } from '@atelier/datasets';
import type { Samples } from '../src/index.ts';

const folder = process.env['ATELIER_DATA'] || undefined;
const required = process.env['ATELIER_REQUIRE_DATA'] === '1';

/** The real data if `@atelier/datasets` finds it without fetching, or why it is missing. */
const found: Dataset | DatasetError = await loadDataset('fashion-mnist', { folder, offline: true }).catch(
  (error: unknown) => {
    if (error instanceof DatasetError) return error;
    throw error;
  },
);

/** Whether tests that need the real data run: if it is there, or if `ATELIER_REQUIRE_DATA` says that it must be. */
export const fashionMnistWanted: boolean =
  !(found instanceof DatasetError) || required || folder !== undefined;

/** Appended to the names of tests that are skipped. */
export const whySkipped: string = fashionMnistWanted
  ? ''
  : ' (skipped: Fashion-MNIST is not on this machine; ATELIER_DATA can name its folder)';

/** The first samples of the training set. */
export async function firstTrainingSamples(count: number): Promise<Samples> {
  if (found instanceof DatasetError) throw found;
  return take(found.train, count);
}

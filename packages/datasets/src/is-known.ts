import type { Dataset } from './dataset.ts';
import { fileKeys } from './files.ts';
import { datasetInfos } from './registry.ts';

/** Whether a data set's files are those of a known one, by their SHA-256. */
export function isKnownDataset({ source }: Pick<Dataset, 'source'>): boolean {
  if (source.kind === 'read') return false;
  return datasetInfos.some(({ files }) =>
    fileKeys.every((key) => files[key].sha256 === source.files[key].sha256),
  );
}

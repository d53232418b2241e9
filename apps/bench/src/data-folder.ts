import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dataset, fileNames, type LabelledImages, take } from '@atelier/datasets';
import { encodeIdx } from '@atelier/idx';
import type { DataFolder } from './workloads.ts';

/**
 * Writes a data set as four uncompressed IDX files with one-byte labels, which every contestant can read.
 *
 * @param limit takes the first training images only
 */
export function writeDataFolder(folder: string, dataset: Dataset, limit: number | undefined): DataFolder {
  const { train, test, classNames } = dataset;
  const limited = limit === undefined ? train : take(train, limit);
  for (const [{ images, labels, count, height, width, channels }, imagesName, labelsName] of [
    [limited, fileNames.trainImages, fileNames.trainLabels],
    [test, fileNames.testImages, fileNames.testLabels],
  ] satisfies [LabelledImages, string, string][]) {
    const shape = channels === 1 ? [count, height, width] : [count, height, width, channels];
    writeFileSync(join(folder, imagesName), encodeIdx({ dtype: 'u8', shape, data: images }));
    const bytes = Uint8Array.from(labels);
    writeFileSync(join(folder, labelsName), encodeIdx({ dtype: 'u8', shape: [count], data: bytes }));
  }
  return {
    data: folder,
    count: limited.count,
    shape: [train.height, train.width, train.channels],
    classes: classNames.length,
  };
}

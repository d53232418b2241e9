import { checkOptions } from '@atelier/checks';
import type { Dataset } from './dataset.ts';
import { checkReadingOptions, otherReadingNames, readingOptions } from './formats/check-reading-options.ts';
import { readGiven } from './formats/read-given.ts';
import type { ReadingOptions } from './formats/reading-options.ts';
import { type Dropped, givenDropped } from './given/dropped.ts';
import { browserDecoder } from './pictures/browser-decoder.ts';
import type { PictureDecoder } from './pictures/picture-decoder.ts';

/** Options of `loadDatasetFromFiles`. */
export interface FilesOptions extends ReadingOptions {
  /** @default the browser's own, `createImageBitmap` */
  readonly decoder?: PictureDecoder | undefined;
}

/**
 * Loads data in any format from files that were dropped on a page or chosen in a dialog: the same as `loadDataset` of a path in Node.
 *
 * @throws TypeError naming the option that is wrong or unknown
 * @throws RangeError for a number out of its range
 * @throws DatasetError with the file, what is wrong and the remedy
 * @throws `options.signal`'s reason
 */
export async function loadDatasetFromFiles(
  files: Iterable<Dropped>,
  options: FilesOptions = {},
): Promise<Dataset> {
  checkOptions('loadDatasetFromFiles', options, { ...readingOptions, decoder: true }, otherReadingNames);
  checkReadingOptions(options);
  return readGiven(await givenDropped(files), options, { decoder: options.decoder ?? browserDecoder });
}

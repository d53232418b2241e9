import { defaultMaxBytes } from '@atelier/idx';
import type { Dataset } from '../dataset.ts';
import { DatasetError } from '../error.ts';
import type { Given } from '../given/given.ts';
import { withoutRuns } from '../given/without-runs.ts';
import { classNamesIn } from './class-names.ts';
import { datasetOf, type Origin } from './dataset-of.ts';
import type { ReadOptions } from './format.ts';
import { formats } from './formats.ts';
import type { DataParts } from './name-classes.ts';
import type { ReadingOptions } from './reading-options.ts';

/** What a platform brings to the reading of data. */
export type ReadingPlatform = Pick<ReadOptions, 'decoder'> &
  Partial<Pick<ReadOptions, 'cache' | 'testAlone'>>;

/**
 * Reads data in whatever format they are.
 *
 * @throws DatasetError in one line
 * @throws `options.signal`'s reason
 */
export async function readGiven(
  given: Given,
  options: ReadingOptions,
  platform: ReadingPlatform,
): Promise<Dataset> {
  const { parts, origin } = await readParts(given, options, platform);
  return datasetOf(parts, origin, options);
}

/** Parts of data, as they were read. */
export interface ReadParts {
  readonly parts: DataParts;
  readonly origin: Origin;
}

/**
 * Reads the parts of data in whatever format they are.
 *
 * @throws DatasetError in one line
 * @throws `options.signal`'s reason
 */
export async function readParts(
  all: Given,
  options: ReadingOptions,
  { decoder, cache, testAlone = false }: ReadingPlatform,
): Promise<ReadParts> {
  const given = withoutRuns(all);
  const { maxBytes = defaultMaxBytes, signal, size, largestSide, channels, onRead: onProgress } = options;
  const how: ReadOptions = {
    maxBytes,
    signal,
    size,
    largestSide,
    channels,
    onProgress,
    decoder,
    cache,
    testAlone,
  };
  for (const format of formats) {
    const read = format.recognise(given);
    if (read === undefined) continue;
    const data = await read(how);
    const found = data.classNames ?? (await classNamesIn(given));
    const { name, location } = given;
    const source = { kind: 'read', location, format: format.name } as const;
    return { parts: data, origin: { name, location, source, found, notes: data.notes } };
  }
  throw new DatasetError('unknown-format', `${given.location} ${unknownFormat(given)}`, {
    location: given.location,
  });
}

function unknownFormat({ chosen }: Given): string {
  const names = formats.map(({ name }) => name).join(', ');
  return chosen === undefined
    ? `holds no data that are recognised (${names})`
    : `is not data that are recognised (${names})`;
}

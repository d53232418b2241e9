import {
  checkArray,
  checkBoolean,
  checkFunction,
  checkOptions,
  found,
  type OtherNames,
} from '@atelier/checks';
import { checkReadingOptions, otherReadingNames, readingOptions } from './formats/check-reading-options.ts';
import type { DatasetOptions } from './locate.ts';

const known: Readonly<Record<keyof DatasetOptions, true>> = {
  ...readingOptions,
  onProgress: true,
  onNotice: true,
  mirrors: true,
  limits: true,
  folder: true,
  cacheFolder: true,
  offline: true,
  registry: true,
  environment: true,
};

const otherNames: OtherNames = {
  cache_dir: 'cacheFolder',
  cacheDir: 'cacheFolder',
  ...otherReadingNames,
};

/**
 * Checks the arguments of a function that finds data, for callers without types.
 *
 * @param name of the function, for the message
 * @throws TypeError naming the argument that is wrong or unknown
 * @throws RangeError for a number out of its range
 */
export function checkDatasetOptions(name: string, nameOrPath: unknown, options: DatasetOptions): void {
  if (typeof nameOrPath !== 'string') {
    throw new TypeError(`${name} takes the name of a data set, or a path; found ${found(nameOrPath)}`);
  }
  checkOptions(name, options, known, otherNames);
  checkReadingOptions(options);
  const { offline, mirrors, onNotice, onProgress, folder, cacheFolder } = options;
  if (offline !== undefined) checkBoolean('offline', offline);
  if (mirrors !== undefined) checkArray('mirrors', mirrors, 'addresses');
  for (const [option, value] of Object.entries({ onNotice, onProgress })) {
    if (value !== undefined) checkFunction(option, value);
  }
  for (const [option, value] of Object.entries({ folder, cacheFolder })) {
    if (value !== undefined && typeof value !== 'string') {
      throw new TypeError(`${option} is a path; found ${found(value)}`);
    }
  }
}

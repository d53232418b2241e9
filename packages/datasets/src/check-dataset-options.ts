import {
  checkArray,
  checkBoolean,
  checkCount,
  checkFunction,
  checkOptions,
  found,
  type OtherNames,
} from '@atelier/checks';
import type { DatasetOptions } from './locate.ts';

const known: Readonly<Record<keyof DatasetOptions, true>> = {
  signal: true,
  onProgress: true,
  onNotice: true,
  mirrors: true,
  limits: true,
  size: true,
  largestSide: true,
  channels: true,
  classNames: true,
  onRead: true,
  maxBytes: true,
  folder: true,
  cacheFolder: true,
  offline: true,
  registry: true,
  environment: true,
};

const otherNames: OtherNames = {
  cache_dir: 'cacheFolder',
  cacheDir: 'cacheFolder',
  class_names: 'classNames',
  image_size: 'size',
  imageSize: 'size',
};

/**
 * Checks the arguments of a function that finds data, for callers without types.
 *
 * @param name of the function, for the message
 * @throws TypeError naming the argument that is wrong or unknown
 */
export function checkDatasetOptions(name: string, nameOrPath: unknown, options: DatasetOptions): void {
  if (typeof nameOrPath !== 'string') {
    throw new TypeError(`${name} takes the name of a data set, or a path; found ${found(nameOrPath)}`);
  }
  checkOptions(name, options, known, otherNames);
  const { offline, mirrors, largestSide, onNotice, onProgress, onRead, folder, cacheFolder } = options;
  if (offline !== undefined) checkBoolean('offline', offline);
  if (mirrors !== undefined) checkArray('mirrors', mirrors, 'addresses');
  if (largestSide !== undefined) checkCount('largestSide', largestSide);
  for (const [option, value] of Object.entries({ onNotice, onProgress, onRead })) {
    if (value !== undefined) checkFunction(option, value);
  }
  for (const [option, value] of Object.entries({ folder, cacheFolder })) {
    if (value !== undefined && typeof value !== 'string') {
      throw new TypeError(`${option} is a path; found ${found(value)}`);
    }
  }
}

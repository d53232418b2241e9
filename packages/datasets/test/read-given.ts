import type { Dataset } from '../src/dataset.ts';
import type { ReadingOptions } from '../src/formats/reading-options.ts';
import { readGiven as read } from '../src/formats/read-given.ts';
import type { Given } from '../src/given/given.ts';
import { nodeDecoder } from '../src/pictures/node-decoder.ts';

/** Reads data without a cache. */
export function readGiven(given: Given, options: ReadingOptions): Promise<Dataset> {
  return read(given, options, { decoder: nodeDecoder });
}

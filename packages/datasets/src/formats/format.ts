import type { Given } from '../given/given.ts';
import type { PictureDecoder } from '../pictures/picture-decoder.ts';
import type { GivenClassNames } from './class-names.ts';
import type { DataParts } from './name-classes.ts';

/** A data format: a file of this folder each, and its entry in `formats.ts`. */
export interface Format {
  /** For messages: `NPZ`. */
  readonly name: string;
  /**
   * Whether what a user gave is in this format, by the names of its files.
   *
   * @returns how to read it, or `undefined`
   */
  readonly recognise: (given: Given) => ReadData | undefined;
}

/**
 * Reads data in its format.
 *
 * @throws DatasetError in one line with what is wrong, and where
 */
export type ReadData = (options: ReadOptions) => Promise<FormatData>;

/** What a format is told about the data that it reads. */
export interface ReadOptions {
  /** The most bytes of pixels, or of any file's content. */
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
  /** `[height, width]` of the images, if the user said it. */
  readonly size: readonly [height: number, width: number] | undefined;
  /** The longer side that images of picture folders have at most, if the user said it. */
  readonly largestSide: number | undefined;
  /** If the user said it. */
  readonly channels: number | undefined;
  /** Whether data are to be measured on only: a test part without a training part is then read in its place. */
  readonly testAlone: boolean;
  readonly onProgress: ((progress: ReadProgress) => void) | undefined;
  /** Decodes picture files, as the platform does. */
  readonly decoder: PictureDecoder;
  /** Where what was made of many files is kept, where there is such a place. */
  readonly cache: DataCache | undefined;
}

/** Progress of reading many files. */
export interface ReadProgress {
  /** What is being done: `Looking at pictures`, `Decoding pictures`. */
  readonly task: string;
  /** Pictures, of `total`. */
  readonly done: number;
  readonly total: number;
}

/** Bytes by key. What is damaged is missing; what can't be kept isn't. */
export interface DataCache {
  /** @param sha256 that the bytes must have, 64 hexadecimal digits */
  readonly get: (key: string, sha256?: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  readonly set: (key: string, parts: readonly Uint8Array[]) => Promise<void>;
}

/**
 * What a format found. Labels are as they are in the files: any whole numbers from 0 to 65,535. Without a test part, one is made of
 * the training part.
 */
export interface FormatData extends DataParts {
  readonly classNames?: GivenClassNames | undefined;
  /** What was done to the data, and what is odd about them: one line each. */
  readonly notes: readonly string[];
}

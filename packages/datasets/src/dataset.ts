import type { PerFile } from './files.ts';
import type { LabelledImages } from './images.ts';

/** One of the four files, as it was read. */
export interface SourceFile {
  /** A path, or a URL in the browser. */
  readonly location: string;
  /** SHA-256 of the uncompressed content, 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Where the four IDX files of a data set were found:
 * - `folder`: a folder that the user named
 * - `cache`: Atelier's cache, fetched before
 * - `keras`: the cache of Keras
 * - `debian-system`: the folder of the installed Debian package
 * - `mirror`: just fetched into the cache, from `urls`
 * - `apt`: just fetched into the cache, from the Debian package `package`
 * - `urls`: read from URLs, in the browser
 */
export type FilesSource = { readonly files: PerFile<SourceFile> } & (
  | { readonly kind: 'folder' | 'cache' | 'keras' | 'debian-system'; readonly folder: string }
  | { readonly kind: 'mirror'; readonly folder: string; readonly urls: readonly string[] }
  | { readonly kind: 'apt'; readonly folder: string; readonly package: string }
  | { readonly kind: 'urls' }
);

/** Data that were read from a folder or a file of the user. */
export interface ReadSource {
  readonly kind: 'read';
  /** A path; in a browser, the name of what was dropped. */
  readonly location: string;
  /** The format's name: `NPZ`. */
  readonly format: string;
}

/** Where a data set was found. */
export type DatasetSource = FilesSource | ReadSource;

/** Labelled images in two parts, to train on and to test with, and a third where data come with one to validate on. */
export interface Dataset {
  /** The data set's name; of unknown content, the folder's or file's. */
  readonly name: string;
  /** One per class, in the order of the labels: `['0', '1', …]` if no names are known. */
  readonly classNames: readonly string[];
  readonly train: LabelledImages;
  /** Only of data that come with such a part. */
  readonly validation?: LabelledImages;
  readonly test: LabelledImages;
  readonly source: DatasetSource;
  /** What was done to the data while they were read, and what is odd about them: one line each. */
  readonly notes: readonly string[];
}

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
 * Where a data set was found:
 * - `folder`: a folder that the user named
 * - `cache`: Atelier's cache, fetched before
 * - `keras`: the cache of Keras
 * - `debian-system`: the folder of the installed Debian package
 * - `mirror`: just fetched into the cache, from `urls`
 * - `apt`: just fetched into the cache, from the Debian package `package`
 * - `urls`: read from URLs, in the browser
 */
export type DatasetSource = { readonly files: PerFile<SourceFile> } & (
  | { readonly kind: 'folder' | 'cache' | 'keras' | 'debian-system'; readonly folder: string }
  | { readonly kind: 'mirror'; readonly folder: string; readonly urls: readonly string[] }
  | { readonly kind: 'apt'; readonly folder: string; readonly package: string }
  | { readonly kind: 'urls' }
);

/** Labelled images in two parts, to train on and to test with. */
export interface Dataset {
  /** The data set's name; of a folder with unknown content, the folder's. */
  readonly name: string;
  /** One per class, in the order of the labels: `['0', '1', …]` if no names are known. */
  readonly classNames: readonly string[];
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  readonly source: DatasetSource;
}

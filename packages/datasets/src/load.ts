import { assemble } from './assemble.ts';
import type { Dataset } from './dataset.ts';
import { locate } from './locate.ts';
import type { DatasetOptions } from './locate.ts';

/** Where the four files of a data set are. */
export type FoundDataset = Pick<Dataset, 'name' | 'source'>;

/**
 * Loads a data set with its pixels as bytes. A named one is looked for in this order: `options.folder` (then
 * nowhere else), Atelier's cache, Keras' cache, the Debian package's folder; otherwise it is fetched into the
 * cache, from its mirrors or its Debian package. Its files are trusted only if the SHA-256 of their content
 * is the known one, each time.
 *
 * @param nameOrFolder `fashion-mnist`, `mnist`, or a path to a folder of four IDX files of any size and
 *   number of classes. A folder with the content of a known data set is recognised and gets its name and
 *   class names.
 * @throws DatasetError with what is wrong and the remedy
 * @throws `options.signal`'s reason
 */
export async function loadDataset(nameOrFolder: string, options: DatasetOptions = {}): Promise<Dataset> {
  const { info, name, files, source } = await locate(nameOrFolder, options, 'all');
  const { train, test, classes } = assemble(files);
  const classNames = info?.classNames ?? Array.from({ length: classes }, (_, label) => String(label));
  return { name, classNames, train, test, source };
}

/**
 * Finds or fetches the four files of a data set like {@link loadDataset}, verified, and returns their paths.
 */
export async function findDataset(nameOrFolder: string, options: DatasetOptions = {}): Promise<FoundDataset> {
  const { name, source } = await locate(nameOrFolder, options, 'all');
  return { name, source };
}

/** Makes sure that Atelier's cache holds a named data set, verified; fetches what is missing. */
export async function fetchDataset(
  name: string,
  options: Omit<DatasetOptions, 'folder'> = {},
): Promise<FoundDataset> {
  const { source } = await locate(name, options, 'cache');
  return { name, source };
}

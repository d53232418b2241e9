import { contentHashes, type Dataset, fileKeys, fileNames, type TestSet } from '@atelier/datasets';
import type { DataHashes } from '@atelier/runs';

/** The origin of a data set, for people to read. */
export function describeSource({ source }: Pick<TestSet, 'source'>): string {
  switch (source.kind) {
    case 'folder':
      return source.folder;
    case 'cache':
      return `the cache ${source.folder}`;
    case 'keras':
      return `Keras’ cache ${source.folder}`;
    case 'debian-system':
      return `the Debian package in ${source.folder}`;
    case 'mirror':
      return `${[...new Set(source.urls.map((url) => new URL(url).host))].join(', ')}, now in ${source.folder}`;
    case 'apt':
      return `the Debian package ${source.package}, now in ${source.folder}`;
    case 'read':
      return source.location;
    case 'urls':
      return Object.values(source.files)
        .map(({ location }) => location)
        .join(', ');
  }
}

/** SHA-256 of the uncompressed content of each of four IDX files, by the file's usual name; none for other data. */
export function fileHashes({ source }: Pick<TestSet, 'source'>): Record<string, string> {
  if (source.kind === 'read') return {};
  return Object.fromEntries(fileKeys.map((key) => [fileNames[key], source.files[key].sha256]));
}

/** A data set's identity. */
export async function hashesOf(dataset: Dataset): Promise<DataHashes> {
  return { content: await contentHashes(dataset), files: fileHashes(dataset) };
}

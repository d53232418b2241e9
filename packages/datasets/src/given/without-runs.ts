import type { Given } from './given.ts';

/** A file that a folder of a run, of several runs, or of an experiment has. */
const marker = /^(.+\/)(?:run|plan|experiment)\.json$/;

/**
 * What was given, without the folders within it that runs and experiments wrote: `runs` lies where one trains, and its plots are pictures.
 */
export function withoutRuns(given: Given): Given {
  if (given.chosen !== undefined) return given;
  const marked = new Set(given.files.flatMap(({ path }) => marker.exec(path)?.[1] ?? []));
  if (marked.size === 0) return given;
  const inRun = (path: string): boolean => foldersOf(path).some((folder) => marked.has(folder));
  const outside = (paths: readonly string[] = []): string[] => paths.filter((path) => !inRun(`${path}/`));
  return {
    ...given,
    files: given.files.filter(({ path }) => !inRun(path)),
    emptyFolders: outside(given.emptyFolders),
    hiddenFolders: outside(given.hiddenFolders),
    loops: outside(given.loops),
    deepFolders: outside(given.deepFolders),
    runFolders: Array.from(marked, (folder) => folder.slice(0, -1)).filter((folder) => !inRun(folder)),
  };
}

/** The folders that a path lies in, each with a `/` at its end. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    folders.push(path.slice(0, at + 1));
  }
  return folders;
}

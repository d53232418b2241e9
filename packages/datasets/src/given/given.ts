/** A file that a user gave, alone or in a folder. */
export interface GivenFile {
  /** Below the folder, with `/` between names: `train/cat/1.png`. */
  readonly path: string;
  /** For messages: a path of the system, or in a browser the same as `path`. */
  readonly location: string;
  /**
   * Its bytes from the start, in pieces.
   *
   * @param most the most bytes worth reading
   * @throws DatasetError when it can't be read, or is larger
   */
  readonly pieces: (most: number) => AsyncIterable<Uint8Array>;
  /** All its bytes at once, where it is small and the system has a quick way to them. */
  readonly small?: () => Uint8Array<ArrayBuffer> | undefined;
  /** A text that is another one once the file is changed, where the system tells that. */
  readonly stamp?: () => string;
}

/** What a user gave as data: a folder, or one file. */
export interface Given {
  /** The folder's or file's name. */
  readonly name: string;
  /** For messages. */
  readonly location: string;
  /** The folder's files, sorted by path. If one file was given: all that lie beside it, where they are known. */
  readonly files: readonly GivenFile[];
  /** The one file that was given. */
  readonly chosen: GivenFile | undefined;
  /** Folders in which there is no file, where they are known. */
  readonly emptyFolders?: readonly string[];
  /** Folders whose names begin with a dot, where they are known: what is in them is not among the files. */
  readonly hiddenFolders?: readonly string[];
  /** Links to a folder that they lie in, where they are known: what they lead to is not among the files. */
  readonly loops?: readonly string[];
  /** Folders that lie too deep to be looked into, where they are known. */
  readonly deepFolders?: readonly string[];
  /** Folders of runs and experiments: what is in them is not among the files. */
  readonly runFolders?: readonly string[];
}

/** The name of a file without its folders. */
export function fileName({ path }: Pick<GivenFile, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The file that was given, or those directly in the folder. */
export function topFiles({ files, chosen }: Given): readonly GivenFile[] {
  return chosen === undefined ? files.filter(({ path }) => !path.includes('/')) : [chosen];
}

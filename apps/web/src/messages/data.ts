/** What pictures are made of, and how they look. */
export interface PictureFormat {
  readonly height: number;
  readonly width: number;
  /** 1 for gray, 3 for colours. */
  readonly channels: number;
  /** Whether they are gray on black, and so shown as ink on the page. */
  readonly ink: boolean;
}

export interface DataInfo extends PictureFormat {
  readonly classNames: readonly string[];
  readonly trainCount: number;
  /** 0 until they are here. */
  readonly testCount: number;
  /** Whether all training images are here. */
  readonly complete: boolean;
  /** What a run on them is trained on. */
  readonly data: RunData;
  /** Whether they are files of the user, not the data set that the page comes with. */
  readonly own: boolean;
}

/** What a run was trained on. */
export interface RunData {
  readonly name: string;
  /** In the order of the labels. */
  readonly classNames: readonly string[];
  /** SHA-256 of the content of each part, `train` and `test`; in runs of earlier versions, of each IDX file, by its name. */
  readonly hashes: Readonly<Record<string, string>>;
}

export interface ClassPictures {
  readonly label: number;
  /** Training images of the class, among those that have arrived. */
  readonly count: number;
  /** `[pictures, height, width, channels]` */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export interface LabelledPicture {
  readonly index: number;
  readonly label: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** - `unreachable`: a file could not be fetched. - `damaged`: a file is not what it should be. - `insecure`: the page came over plain HTTP. */
export type DataFailure = 'unreachable' | 'damaged' | 'insecure';

import type { ReadProgress } from './format.ts';

/** Options of reading data that are in a folder or a file. */
export interface ReadingOptions {
  /**
   * `[height, width]` that pictures get. Rows of pixels without a shape are read as such images.
   *
   * @default the most frequent size of the pictures
   */
  readonly size?: readonly [height: number, width: number] | undefined;
  /**
   * The longer side, in pixels, at least 1, that images of picture folders have at most: where the most frequent size is larger, they
   * become smaller in its proportions. Other data keep their size, and `size` goes before it.
   *
   * @default none
   */
  readonly largestSide?: number | undefined;
  /**
   * The channels that pictures get: 1 for gray, 3 for colours; others are refused for pictures.
   *
   * @default the most frequent number of the pictures
   */
  readonly channels?: number | undefined;
  /**
   * The names of the classes, in the order of their labels. Where the names that the classes have are among them, each class keeps its
   * name, and the labels follow their order.
   *
   * @default those in the data, or the labels
   */
  readonly classNames?: readonly string[] | undefined;
  /**
   * The most bytes of pixels, and of a file's content.
   *
   * @default 1 GiB, `defaultMaxBytes` of `@atelier/idx`
   */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Progress of reading many files. */
  readonly onRead?: ((progress: ReadProgress) => void) | undefined;
}

/** Class indices `[count]`. */
export type Labels = Uint8Array | Int32Array;

/** Images as bytes, `[count, height, width, channels]`, with their labels or targets. */
export interface Samples {
  /** Pixels 0–255, `[count, height, width, channels]`, row-major. */
  readonly images: Uint8Array;
  /** Of samples. */
  readonly count: number;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  readonly channels: number;
  /**
   * States the order of the pixels where the sizes suggest otherwise: images of 3x8 with 8 channels are refused without it,
   * since they are likely 8x8 with the 3 channels first.
   */
  readonly layout?: 'channels-last';
  /** From 0 to the model's classes minus 1. What a loss reads is in its descriptor, `lossNamed(name).reads`. */
  readonly labels?: Labels;
  /**
   * `[count, classes]`, row-major, one-hot or soft. Where there are only labels, a loss that reads targets takes them as
   * one-hot rows.
   */
  readonly targets?: Float32Array;
}

/** What the classes of samples are read from. */
export type LabelledSamples = Pick<Samples, 'count' | 'labels' | 'targets'>;

/** Results of one epoch. */
export interface EpochRecord {
  /** 1 for the first. */
  readonly epoch: number;
  /** Of the training images. */
  readonly loss: number;
  /** Of the training images, 0 to 1. */
  readonly accuracy: number;
  /** Of the validation images; absent without validation. */
  readonly valLoss?: number | undefined;
  /** Of the validation images, 0 to 1. */
  readonly valAccuracy?: number | undefined;
  /** Duration of the epoch. */
  readonly seconds?: number | undefined;
  /** Above 0. */
  readonly learningRate?: number | undefined;
}

/** A training's history, with the name that the legend shows. */
export interface Run {
  /** For the legend. */
  readonly name: string;
  /** At least one epoch. */
  readonly history: readonly EpochRecord[];
}

/** Scores of one class, each 0 to 1. */
export interface ClassScores {
  readonly className: string;
  /** The share of this class's predictions that is right. */
  readonly precision: number;
  /** The share of this class's samples that is predicted as it. */
  readonly recall: number;
  /** The harmonic mean of both. */
  readonly f1: number;
  /** Samples whose label is this class. */
  readonly support: number;
}

/** Predictions of one model, in ranges of their probability. */
export interface Reliability {
  /** The name that the legend shows. */
  readonly name: string;
  /** By confidence. */
  readonly bins: readonly {
    /** Predictions. */
    readonly count: number;
    /** The mean of their probabilities, 0 to 1. */
    readonly confidence: number;
    /** The share of them that is right, 0 to 1. */
    readonly accuracy: number;
  }[];
}

/** Results of one epoch. */
export interface EpochRecord {
  /** 1 for the first. */
  readonly epoch: number;
  readonly loss: number;
  /** 0 to 1. */
  readonly accuracy: number;
  readonly valLoss?: number | undefined;
  readonly valAccuracy?: number | undefined;
  readonly seconds?: number | undefined;
  readonly learningRate?: number | undefined;
}

/** A training's history, with the name that the legend shows. */
export interface Run {
  readonly name: string;
  readonly history: readonly EpochRecord[];
}

/** Scores of one class, each 0 to 1. */
export interface ClassScores {
  readonly className: string;
  readonly precision: number;
  readonly recall: number;
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

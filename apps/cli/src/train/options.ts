/** What `train` takes from the command line beside the settings of the run. */
export interface TrainOptions {
  /** A `run.json`, or the folder of a run, whose configuration is repeated. */
  readonly config?: string;
  readonly threads?: number;
  readonly out?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly overwrite?: boolean;
  readonly takeOver?: boolean;
  readonly checkpointEvery: 'epoch' | number;
  /** Folds, each of which is validated on once. */
  readonly crossValidate?: number;
  /** Models that differ in their seeds. */
  readonly ensemble?: number;
  /** A run folder to go on in. */
  readonly resume?: string;
}

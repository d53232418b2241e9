/** Options of `train` besides the settings of the run. */
export interface TrainOptions {
  /** A `run.json`, or the folder of a run, whose configuration is repeated. */
  readonly config?: string;
  /** Of a `model.json` without a rescaling layer that a run starts from. */
  readonly pixels?: '0-255' | '0-1' | '-1-1';
  readonly threads?: number;
  readonly out?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly overwrite?: boolean;
  readonly takeOver?: boolean;
  readonly checkpointEvery: 'epoch' | number;
  /** Number of folds, each of which is validated on once. */
  readonly crossValidate?: number;
  /** Number of models that differ in their seeds. */
  readonly ensemble?: number;
  /** The folder of a run to resume. */
  readonly resume?: string;
}

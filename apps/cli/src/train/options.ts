import { type ActivationName, type PresetName, presets } from '@atelier/presets';
import type { RunConfig } from '@atelier/runs';
import {
  type Augmentation,
  type OptimizerName,
  resolveOptimizer,
  resolveSchedule,
  type Schedule,
} from '@atelier/training';
import type { ValidationOption } from '../option-types.ts';

/** What `train` takes from the command line. What is absent is the preset's. */
export interface TrainOptions {
  readonly data: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly optimizer?: OptimizerName;
  readonly learningRate?: number;
  readonly schedule?: Schedule;
  readonly hidden?: number[];
  readonly activation?: ActivationName;
  readonly dropout?: number;
  readonly l1?: number;
  readonly l2?: number;
  readonly augment?: Augmentation;
  readonly validation: ValidationOption;
  readonly patience?: number;
  readonly limit?: number;
  readonly seed: number;
  readonly engine: string;
  readonly threads?: number;
  readonly out?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly overwrite?: boolean;
  readonly checkpointEvery: 'epoch' | number;
  /** Folds, each of which is validated on once. */
  readonly crossValidate?: number;
  /** Models that differ in their seeds. */
  readonly ensemble?: number;
  /** A run folder to go on in. */
  readonly resume?: string;
}

/** The preset's recipe with the user's changes: all that is needed to repeat a run. */
export function runConfig(presetName: PresetName, options: TrainOptions): RunConfig {
  const preset = presets[presetName];
  const optimizerName = options.optimizer ?? preset.optimizer;
  // The preset's rate was chosen for the preset's optimizer; another one brings its own.
  const presetRate = optimizerName === preset.optimizer ? preset.learningRate : undefined;
  return {
    preset: presetName,
    hidden: [...(options.hidden ?? preset.hidden)],
    activation: options.activation ?? preset.activation,
    dropout: options.dropout ?? preset.dropout,
    l1: options.l1 ?? preset.l1,
    l2: options.l2 ?? preset.l2,
    loss: preset.loss,
    optimizer: resolveOptimizer(optimizerName, options.learningRate ?? presetRate),
    schedule: options.schedule ?? resolveSchedule('constant'),
    batchSize: options.batchSize ?? preset.batchSize,
    epochs: options.epochs ?? preset.epochs,
    augment: options.augment ?? {},
    validation: options.validation,
    patience: options.patience ?? null,
    limit: options.limit ?? null,
    seed: options.seed,
    engine: options.engine,
    data: options.data,
  };
}

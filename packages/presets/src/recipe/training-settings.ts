import type { Augmentation, Averaging, Schedule } from '@atelier/training/settings';
import { augmentation } from './augmentation.ts';
import { average } from './average.ts';
import type { Declarations } from './declaration.ts';
import { type EngineName, engineNames } from './engine.ts';
import { type ClassWeighting, classWeighting } from './class-weighting.ts';
import { choice, countTo, orNone, positiveTo, seed, share } from './kind.ts';
import { limits } from './limits.ts';
import { schedule } from './schedule.ts';
import { type Validation, validation } from './validation.ts';

const sampleNames = ['stratified', 'first'] as const;

/** How a limit chooses training images. */
export type SampleName = (typeof sampleNames)[number];

/** How a model is trained; the optimizer's settings are separate. */
export interface TrainingPlan {
  /** Gradients are scaled down to this global norm, above 0 and at most 1e9; `null` for no clipping. */
  readonly clipNorm: number | null;
  readonly schedule: Schedule;
  /** The share of each target that is spread evenly over the classes, in [0, 1). */
  readonly labelSmoothing: number;
  /** An average of the weights that validation, test and the saved model take; `null` for none. */
  readonly average: Averaging | null;
  /** Factors of the training losses by class; `null` for none. */
  readonly classWeight: ClassWeighting | null;
  /** Samples per step. */
  readonly batchSize: number;
  readonly epochs: number;
  readonly augment: Augmentation;
  readonly validation: Validation;
  /** Epochs without a better (validation) loss after which training stops; `null` for no early stopping. */
  readonly patience: number | null;
  /** Number of training images; `null` for all. */
  readonly limit: number | null;
  /** Which images a limit leaves: `stratified`, some of each class at random from the seed, or the `first`. */
  readonly sample: SampleName;
  readonly seed: number;
  /** As requested; the engine that ran is recorded beside the recipe in `run.json`. */
  readonly engine: EngineName;
}

export const trainingSettings: Declarations<TrainingPlan> = {
  clipNorm: {
    flag: 'clip-norm',
    placeholder: 'norm',
    help: 'scale gradients down to this global norm, above 0 (or none)',
    label: 'gradient norm limit',
    kind: orNone(positiveTo(limits.clipNorm), 'none'),
    default: null,
    before: null,
  },
  schedule: {
    flag: 'schedule',
    placeholder: 'schedule',
    help: 'constant; step[,every=10,factor=0.5]; exponential[,factor=0.95]; cosine[,warmup=2] (in epochs); one-cycle[,warmup=0.3] (of the steps)',
    label: 'schedule',
    kind: schedule,
    default: { name: 'constant' },
  },
  labelSmoothing: {
    flag: 'label-smoothing',
    placeholder: 'share',
    help: 'spread this share of each target over all classes, 0 to below 1',
    label: 'label smoothing',
    kind: share,
    default: 0,
    before: 0,
  },
  average: {
    flag: 'average',
    placeholder: 'how',
    help: 'keep a moving average of the weights for validation, test and model: ema[,decay=0.999] (or none)',
    label: 'average of weights',
    kind: average,
    default: null,
    before: null,
  },
  classWeight: {
    flag: 'class-weight',
    placeholder: 'weights',
    help: 'multiply the training losses of classes: balanced (all count alike), or a=2,b=1 by class name (or none)',
    label: 'class weights',
    kind: classWeighting,
    default: null,
    before: null,
  },
  batchSize: {
    flag: 'batch-size',
    placeholder: 'n',
    help: 'images per step',
    label: 'batch size',
    kind: countTo(limits.batchSize),
    default: 32,
  },
  epochs: {
    flag: 'epochs',
    placeholder: 'n',
    help: 'passes over the training set',
    label: 'epochs',
    kind: countTo(limits.epochs),
    default: 30,
    growsAtResume: true,
  },
  augment: {
    flag: 'augment',
    placeholder: 'changes',
    help: 'of training images, at random: shift=2,flip,erase=8 (pixels) or none',
    label: 'augmentation',
    kind: augmentation,
    default: {},
  },
  validation: {
    flag: 'validation',
    placeholder: 'what',
    help: 'test; held-out (the validation part of the data, or a tenth of the training set); none; a fraction of it; or one of its folds such as 2/5',
    label: 'validation',
    kind: validation,
    default: 'test',
  },
  patience: {
    flag: 'patience',
    placeholder: 'epochs',
    help: 'stop after this many epochs without a better (validation) loss, and keep the best weights (or none)',
    label: 'patience',
    kind: orNone(countTo(limits.epochs), 'none'),
    default: null,
  },
  limit: {
    flag: 'limit',
    placeholder: 'n',
    help: 'train only on n images (or all)',
    label: 'limit of training images',
    kind: orNone(countTo(limits.images), 'all'),
    default: null,
  },
  sample: {
    flag: 'sample',
    placeholder: 'how',
    help: 'which images --limit takes: stratified (each class keeps its share), or the first',
    label: 'sample of training images',
    kind: choice('sample', sampleNames),
    default: 'stratified',
    before: 'first',
  },
  seed: {
    flag: 'seed',
    placeholder: 'n',
    help: 'same seed, same numbers',
    label: 'seed',
    kind: seed,
    default: 0,
  },
  engine: {
    flag: 'engine',
    placeholder: 'name',
    help: engineNames.join(', '),
    label: 'engine',
    kind: choice('engine', engineNames),
    default: 'auto',
  },
};

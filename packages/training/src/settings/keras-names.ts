import type { OtherNames } from '@atelier/checks';
import type { OptimizerName } from './optimizers.ts';

/** Keras' (and TensorFlow.js's) names for the options of `fit`, `evaluate` and `predict`. */
export const kerasFitNames: OtherNames = {
  validation_split: 'validation',
  validationSplit: 'validation',
  validation_data: 'validation',
  validationData: 'validation',
  batch_size: 'batchSize',
  learning_rate: 'learningRate',
  lr: 'learningRate',
  steps_per_execution: 'stepsPerExecution',
  global_clipnorm: 'globalClipNorm',
  clipNorm: 'globalClipNorm',
  clipnorm: 'globalClipNorm',
  label_smoothing: 'labelSmoothing',
  use_ema: 'average',
  ema_momentum: 'average: { name, decay }',
  class_weight: 'classWeight, an option of fit',
  sample_weight: 'sampleWeight, an option of fit',
  metrics: null,
  verbose: null,
};

const optimizerNames: OtherNames = {
  lr: 'learningRate',
  clipnorm: 'globalClipNorm, an option of fit',
  global_clipnorm: 'globalClipNorm, an option of fit',
};

/** Keras' (and PyTorch's) names for the settings of optimizers. */
export const kerasSettingNames: Readonly<Record<OptimizerName, OtherNames>> = {
  sgd: {
    ...optimizerNames,
    momentum: 'a setting of the optimizer momentum',
    nesterov: 'a setting of the optimizer momentum',
  },
  momentum: optimizerNames,
  rmsprop: { ...optimizerNames, alpha: 'rho' },
  adam: {
    ...optimizerNames,
    weight_decay: 'a setting of the optimizer adamw',
    weightDecay: 'a setting of the optimizer adamw',
  },
  adamw: optimizerNames,
};

/** Keras' names for the options of callbacks. */
export const kerasCallbackNames: OtherNames = {
  min_delta: 'minDelta',
  restore_best_weights: 'restoreBestWeights',
  min_lr: 'minLearningRate',
  minLr: 'minLearningRate',
  filepath: 'save',
  save_best_only: null,
  mode: null,
  baseline: null,
  start_from_epoch: null,
  verbose: null,
};

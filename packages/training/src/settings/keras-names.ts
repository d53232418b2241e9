import type { OtherNames } from '@atelier/checks';

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
  class_weight: null,
  classWeight: null,
  sample_weight: null,
  sampleWeight: null,
  metrics: null,
  verbose: null,
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

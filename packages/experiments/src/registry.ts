import type { Experiment } from './experiment.ts';
import { augmentation } from './experiments/augmentation.ts';
import { backpropagation } from './experiments/backpropagation.ts';
import { bottleneck } from './experiments/bottleneck.ts';
import { convolution } from './experiments/convolution.ts';
import { crossValidation } from './experiments/cross-validation.ts';
import { dataSize } from './experiments/data-size.ts';
import { dropout } from './experiments/dropout.ts';
import { ensemble } from './experiments/ensemble.ts';
import { learningRate } from './experiments/learning-rate.ts';
import { lrFinder } from './experiments/lr-finder.ts';
import { normalization } from './experiments/normalization.ts';
import { optimizers } from './experiments/optimizers.ts';
import { overfitting } from './experiments/overfitting.ts';
import { principle } from './experiments/principle.ts';
import { residual } from './experiments/residual.ts';
import { softmaxLogistic } from './experiments/softmax-logistic.ts';
import { widthVsDepth } from './experiments/width-vs-depth.ts';
import { hiddenLayer } from './experiments/hidden-layer.ts';
import { batchSize } from './experiments/batch-size.ts';
import { programs } from './experiments/programs.ts';
import { earlyStopping } from './experiments/early-stopping.ts';
import { fadingGradient } from './experiments/fading-gradient.ts';
import { jumps } from './experiments/jumps.ts';
import { optimizerTerms } from './experiments/optimizer-terms.ts';
import { firstChecks } from './experiments/first-checks.ts';
import { logSumExp } from './experiments/log-sum-exp.ts';
import { checkingOptions } from './checking-options.ts';
import { sayingSeeds } from './presenting/saying-seeds.ts';

/** All experiments, in the order of the lessons. To add one, add its file and its name here. */
export const experiments: readonly Experiment[] = [
  softmaxLogistic,
  logSumExp,
  programs,
  dataSize,
  augmentation,
  crossValidation,
  hiddenLayer,
  firstChecks,
  learningRate,
  jumps,
  lrFinder,
  batchSize,
  backpropagation,
  fadingGradient,
  optimizers,
  optimizerTerms,
  widthVsDepth,
  bottleneck,
  overfitting,
  earlyStopping,
  dropout,
  ensemble,
  convolution,
  residual,
  normalization,
  principle,
].map((experiment) => checkingOptions(sayingSeeds(experiment)));

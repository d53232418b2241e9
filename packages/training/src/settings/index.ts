export { type Averaging, type AveragingOption, averagingSchema, averagingShare } from './averaging.ts';
export { type Augmentation, checkAugmentation } from './augmentation.ts';
export { formerNormMomentum } from './former-norm-momentum.ts';
export { classesOf, type Loss, type OutputActivation, unitsFor } from './losses/loss.ts';
export { defaultLoss, losses, lossNamed, type LossName, lossNames } from './losses/losses.ts';
export {
  type OptimizerConfig,
  type OptimizerName,
  type OptimizerOption,
  optimizerNames,
  optimizerSchema,
  slotNames,
} from './optimizers.ts';
export { checkSmoothing, resolveAveraging, resolveOptimizer, resolveSchedule } from './resolve.ts';
export {
  type Schedule,
  scheduleFactor,
  type ScheduleName,
  scheduleNames,
  type ScheduleOption,
  scheduleSchema,
} from './schedules.ts';

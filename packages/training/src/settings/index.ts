export { type Augmentation, checkAugmentation } from './augmentation.ts';
export { type LossName, lossNames } from './losses.ts';
export {
  type OptimizerConfig,
  type OptimizerName,
  type OptimizerOption,
  optimizerNames,
  optimizerSchema,
  slotNames,
} from './optimizers.ts';
export { checkCount, checkSeed, checkLoss, resolveOptimizer, resolveSchedule } from './resolve.ts';
export {
  type Schedule,
  scheduleFactor,
  type ScheduleName,
  scheduleNames,
  type ScheduleOption,
  scheduleSchema,
} from './schedules.ts';

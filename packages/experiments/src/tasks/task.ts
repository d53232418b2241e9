import type { EnsembleOutcome, EnsembleTask } from './ensemble.ts';
import type { GradientCheckOutcome, GradientCheckTask } from './gradient-check.ts';
import type { RateSweepOutcome, RateSweepTask } from './rate-sweep.ts';
import type { SoftmaxLogisticOutcome, SoftmaxLogisticTask } from './softmax-logistic.ts';
import type { TrainOutcome, TrainTask } from './train.ts';

/** What a trial does. */
export type Task = TrainTask | RateSweepTask | EnsembleTask | SoftmaxLogisticTask | GradientCheckTask;

/** What came of it: plain data without times, so that the same trial always has the same outcome. */
export type Outcome =
  | TrainOutcome
  | RateSweepOutcome
  | EnsembleOutcome
  | SoftmaxLogisticOutcome
  | GradientCheckOutcome;

import * as z from 'zod/mini';
import { factor, notNegative, positive, share } from './ranges.ts';

/** How the learning rate changes over a run, as a factor of the optimizer's rate. Lengths are in epochs. */
export type Schedule =
  | ConstantSchedule
  | StepSchedule
  | ExponentialSchedule
  | CosineSchedule
  | OneCycleSchedule;

/** The name of a schedule. */
export type ScheduleName = Schedule['name'];

/** A schedule by name, or with some of its settings; what is left out takes its default. */
export type ScheduleOption =
  | ScheduleName
  | { [Name in ScheduleName]: { name: Name } & Partial<Extract<Schedule, { name: Name }>> }[ScheduleName];

/** The factor is 1. */
interface ConstantSchedule {
  readonly name: 'constant';
}

/** `factor^floor(epoch / every)`: a drop after every n epochs. */
interface StepSchedule {
  readonly name: 'step';
  /** Epochs, above 0, default 10. */
  readonly every: number;
  /** In (0, 1], default 0.5. */
  readonly factor: number;
}

/** `factor^epoch`, falling a little at each step. */
interface ExponentialSchedule {
  readonly name: 'exponential';
  /** In (0, 1], default 0.95. */
  readonly factor: number;
}

/** Rises linearly over the warm-up, then falls as half a cosine to 0 (Loshchilov and Hutter 2017, without restarts). */
interface CosineSchedule {
  readonly name: 'cosine';
  /** Epochs, at least 0, default 0. */
  readonly warmup: number;
}

/**
 * One cycle over the whole run (Smith and Topin 2018): from 1/25 up to 1, then down to 1/250,000 in the last step, each way as half
 * a cosine. Numbers and shape are those of PyTorch's `OneCycleLR`; momentum stays as it is.
 */
interface OneCycleSchedule {
  readonly name: 'one-cycle';
  /** The share of the run's steps on the way up, in (0, 1), default 0.3. */
  readonly warmup: number;
}

/** The factors at the first and the last step. */
const oneCycleStart = 1 / 25;
const oneCycleEnd = oneCycleStart / 1e4;

const settings = {
  constant: z.strictObject({ name: z.literal('constant') }),
  step: z.strictObject({
    name: z.literal('step'),
    every: z._default(positive, 10),
    factor: z._default(factor, 0.5),
  }),
  exponential: z.strictObject({ name: z.literal('exponential'), factor: z._default(factor, 0.95) }),
  cosine: z.strictObject({
    name: z.literal('cosine'),
    warmup: z._default(notNegative, 0),
  }),
  'one-cycle': z.strictObject({
    name: z.literal('one-cycle'),
    warmup: z._default(share, 0.3),
  }),
};

/** Fills in defaults and refuses unknown or out-of-range settings. */
export const scheduleSchema: z.ZodMiniType<Schedule> = z.discriminatedUnion('name', [
  settings.constant,
  settings.step,
  settings.exponential,
  settings.cosine,
  settings['one-cycle'],
]);

/** All schedules' names, in the order in which help texts list them. */
export const scheduleNames: readonly ScheduleName[] = [
  'constant',
  'step',
  'exponential',
  'cosine',
  'one-cycle',
];

/** The length of a run, on which schedules depend. */
export interface RunLength {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/** The factor of the learning rate at a step, counted from 0 over the whole run. */
export function scheduleFactor(
  schedule: Schedule,
  step: number,
  { epochs, stepsPerEpoch }: RunLength,
): number {
  const epoch = step / stepsPerEpoch;
  switch (schedule.name) {
    case 'constant':
      return 1;
    case 'step':
      return schedule.factor ** Math.floor(epoch / schedule.every);
    case 'exponential':
      return schedule.factor ** epoch;
    case 'cosine': {
      // The first step of a warm-up already has a rate above 0.
      if (epoch < schedule.warmup) return Math.min((step + 1) / (schedule.warmup * stepsPerEpoch), 1);
      const progress = (epoch - schedule.warmup) / (epochs - schedule.warmup);
      return (1 + Math.cos(Math.PI * Math.min(progress, 1))) / 2;
    }
    case 'one-cycle': {
      const last = epochs * stepsPerEpoch - 1;
      const peak = schedule.warmup * (last + 1) - 1;
      return step < peak
        ? halfCosine(oneCycleStart, 1, step / peak)
        : halfCosine(1, oneCycleEnd, (step - peak) / (last - peak));
    }
  }
}

/** From one value to another as the progress goes from 0 to 1, slowly at both ends. */
function halfCosine(from: number, to: number, progress: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
}

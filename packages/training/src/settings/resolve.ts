import { checkName, found, type OtherNames, unknownOption } from '@atelier/checks';
import type * as z from 'zod/mini';
import { type Averaging, type AveragingOption, averagingSchema } from './averaging.ts';
import { kerasSettingNames } from './keras-names.ts';
import { type OptimizerConfig, type OptimizerOption, optimizerNames, optimizerSchema } from './optimizers.ts';
import { type Schedule, type ScheduleOption, scheduleNames, scheduleSchema } from './schedules.ts';

/**
 * Fills in an optimizer's defaults.
 *
 * @param learningRate replaces the optimizer's own
 * @throws RangeError naming the setting that is unknown or out of range
 */
export function resolveOptimizer(option: OptimizerOption, learningRate?: number): OptimizerConfig {
  const name = checkName('optimizer', nameOf(option), optimizerNames);
  const settings = {
    ...(typeof option === 'object' && option),
    name,
    ...(learningRate !== undefined && { learningRate }),
  };
  return parse('optimizer', optimizerSchema, settings, kerasSettingNames[name]);
}

/**
 * Fills in a schedule's defaults.
 *
 * @throws RangeError naming the setting that is unknown or out of range
 */
export function resolveSchedule(option: ScheduleOption): Schedule {
  const name = checkName('schedule', nameOf(option), scheduleNames);
  return parse('schedule', scheduleSchema, { ...(typeof option === 'object' && option), name });
}

/**
 * Fills in an average's defaults.
 *
 * @throws RangeError naming the setting that is unknown or out of range
 */
export function resolveAveraging(option: AveragingOption): Averaging {
  const name = checkName('average', nameOf(option), ['ema']);
  return parse('average', averagingSchema, { ...(typeof option === 'object' && option), name });
}

/**
 * Checks the share of label smoothing.
 *
 * @throws RangeError unless it is from 0 to below 1
 */
export function checkSmoothing(labelSmoothing: number): void {
  if (!(typeof labelSmoothing === 'number' && labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new RangeError(`labelSmoothing is a number from 0 to below 1; found ${found(labelSmoothing)}`);
  }
}

function nameOf(option: unknown): unknown {
  return typeof option === 'object' && option !== null && 'name' in option ? option.name : option;
}

function parse<Config extends { readonly name: string }>(
  kind: string,
  schema: z.ZodMiniType<Config>,
  settings: { readonly name: string },
  otherNames?: OtherNames,
): Config {
  const { name } = settings;
  // Every setting has a default.
  const known = Object.keys(schema.parse({ name }));
  const fault = unknownOption(`The ${kind} ${name}`, settings, known, otherNames);
  if (fault !== undefined) throw new RangeError(fault);
  const result = schema.safeParse(settings, { reportInput: true });
  if (result.success) return result.data;
  const { path, message, input } = result.error.issues[0]!;
  throw new RangeError(`${path.join('.')} is ${message}; found ${found(input)}`, { cause: result.error });
}

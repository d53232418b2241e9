import en from 'zod/v4/locales/en.js';
import type * as z from 'zod/mini';
import { type OptimizerConfig, type OptimizerOption, optimizerNames, optimizerSchema } from './optimizers.ts';
import { type Schedule, type ScheduleOption, scheduleNames, scheduleSchema } from './schedules.ts';

/**
 * Fills in an optimizer's defaults.
 *
 * @param learningRate replaces the optimizer's own
 * @throws RangeError naming the setting that is unknown or out of range
 */
export function resolveOptimizer(option: OptimizerOption, learningRate?: number): OptimizerConfig {
  const settings = typeof option === 'string' ? { name: option } : option;
  const value = learningRate === undefined ? settings : { ...settings, learningRate };
  return parse(`optimizer "${settings.name}"`, optimizerSchema, value, optimizerNames);
}

/**
 * Fills in a schedule's defaults.
 *
 * @throws RangeError naming the setting that is unknown or out of range
 */
export function resolveSchedule(option: ScheduleOption): Schedule {
  const value = typeof option === 'string' ? { name: option } : option;
  return parse(`schedule "${value.name}"`, scheduleSchema, value, scheduleNames);
}

/** Checks a number that counts things. */
export function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name} is a whole number, at least 1; found ${value}`);
  }
}

/** Checks a run's seed. */
export function checkSeed(seed: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`seed is a whole number from 0 to 2^53 - 1; found ${seed}`);
  }
}

function parse<Config>(
  subject: string,
  schema: z.ZodMiniType<Config>,
  value: { name: string },
  names: readonly string[],
): Config {
  if (!names.includes(value.name)) throw new RangeError(`Unknown ${subject}; there are ${names.join(', ')}`);
  // `zod/mini` has no error messages of its own.
  const result = schema.safeParse(value, { reportInput: true, error: en().localeError });
  if (result.success) return result.data;
  const { path, message, input } = result.error.issues[0]!;
  const found = path.length > 0 ? `; found ${String(input)}` : '';
  throw new RangeError(`The ${subject} has a wrong setting: ${[...path, message].join(': ')}${found}`, {
    cause: result.error,
  });
}

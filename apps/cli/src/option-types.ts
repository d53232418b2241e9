import {
  isPresetName,
  type PresetName,
  presets,
  activationNames,
  type ActivationName,
} from '@atelier/presets';
import {
  type Augmentation,
  checkAugmentation,
  type Combination,
  combinations,
  type OptimizerName,
  optimizerNames,
  resolveSchedule,
  type Schedule,
  scheduleNames,
} from '@atelier/training';
import { hiddenLimits } from '@atelier/runs/record';
import { InvalidArgumentError } from 'commander';
import { distance } from 'fastest-levenshtein';

/** Parsers of option values. Each takes what the user typed and throws `InvalidArgumentError` saying what is right. */

export function count(text: string): number {
  const value = number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw wrong('a whole number, at least 1');
  return value;
}

/** A {@link count} with an upper end. */
export function countTo(most: number): (text: string) => number {
  return (text) => {
    const value = number(text);
    if (!Number.isSafeInteger(value) || value < 1 || value > most)
      throw wrong(`a whole number from 1 to ${most}`);
    return value;
  };
}

/** How many runs make several. */
export function severalCount(text: string): number {
  const value = number(text);
  if (!Number.isSafeInteger(value) || value < 2 || value > 1000) throw wrong('a whole number from 2 to 1000');
  return value;
}

export function combination(text: string): Combination {
  return oneOf('combination', combinations, text);
}

export function seed(text: string): number {
  const value = number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw wrong('a whole number from 0 to 2^53 - 1');
  return value;
}

/** Index of a sample, from 0. */
export function index(text: string): number {
  const value = number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw wrong('a whole number, at least 0');
  return value;
}

export function positive(text: string): number {
  const value = number(text);
  if (!(value > 0 && value < Infinity)) throw wrong('a number above 0');
  return value;
}

export function notNegative(text: string): number {
  const value = number(text);
  if (!(value >= 0 && value < Infinity)) throw wrong('a number, at least 0');
  return value;
}

/** A probability of dropping a unit. */
export function dropoutRate(text: string): number {
  const value = number(text);
  if (!(value >= 0 && value < 1)) throw wrong('a number from 0 to below 1');
  return value;
}

/** Units of hidden layers: `128` or `256,128`; `none` for no hidden layer. */
export function hiddenUnits(text: string): number[] {
  if (text === 'none') return [];
  const layers = text.split(',').map(number);
  const { units: most } = hiddenLimits;
  if (
    layers.length > hiddenLimits.layers ||
    !layers.every((units) => Number.isSafeInteger(units) && units >= 1 && units <= most)
  ) {
    throw wrong(
      `units such as 128 or 256,128 (or none), at most ${most} in each of at most ${hiddenLimits.layers} layers`,
    );
  }
  return layers;
}

/** What a model is validated on after each epoch: a fraction is split off the training set. */
export type ValidationOption = 'test' | 'none' | number;

export function validation(text: string): ValidationOption {
  if (text === 'test' || text === 'none') return text;
  const value = number(text);
  if (!(value > 0 && value < 1)) throw wrong('test, none, or a fraction of the training set such as 0.1');
  return value;
}

/** When a training saves a checkpoint: after each epoch, or after so many steps. */
export function checkpointEvery(text: string): 'epoch' | number {
  if (text === 'epoch') return text;
  const steps = number(text);
  if (!Number.isSafeInteger(steps) || steps < 1) throw wrong('epoch, or a number of steps, at least 1');
  return steps;
}

export function preset(text: string): PresetName {
  if (isPresetName(text)) return text;
  throw unknown('preset', text, Object.keys(presets));
}

export function optimizer(text: string): OptimizerName {
  return oneOf('optimizer', optimizerNames, text);
}

export function activation(text: string): ActivationName {
  return oneOf('activation', activationNames, text);
}

/** A schedule's name with its settings: `cosine`, `cosine,warmup=2`, `step,every=10,factor=0.5`. */
export function schedule(text: string): Schedule {
  const [name = '', ...settings] = text.split(',');
  const entries = settings.map((setting) => {
    const [key, value] = keyAndValue(setting);
    return [key, number(value ?? '')] as const;
  });
  checkDistinct(entries.map(([key]) => key));
  const known = oneOf('schedule', scheduleNames, name);
  try {
    return resolveSchedule({ name: known, ...Object.fromEntries(entries) });
  } catch (error) {
    throw outOfRange(error);
  }
}

/** Random changes of training images: `shift=2,flip,erase=8`; `none` for none. */
export function augmentation(text: string): Augmentation {
  if (text === 'none') return {};
  const entries = text.split(',').map((setting): [string, number | boolean] => {
    const [name, value] = keyAndValue(setting);
    if (name === 'flip' && value === undefined) return [name, true];
    const pixels = number(value ?? '');
    if ((name !== 'shift' && name !== 'erase') || !Number.isSafeInteger(pixels) || pixels < 1) {
      throw wrong('shift=PIXELS, flip and erase=PIXELS, joined by commas (or none)');
    }
    return [name, pixels];
  });
  checkDistinct(entries.map(([name]) => name));
  try {
    return checkAugmentation(Object.fromEntries(entries));
  } catch (error) {
    throw outOfRange(error);
  }
}

export function oneOf<Name extends string>(subject: string, names: readonly Name[], text: string): Name {
  const found = names.find((name) => name === text);
  if (found === undefined) throw unknown(subject, text, names);
  return found;
}

/** What stands before and after the first `=`. */
function keyAndValue(setting: string): [key: string, value: string | undefined] {
  const at = setting.indexOf('=');
  return at === -1 ? [setting, undefined] : [setting.slice(0, at), setting.slice(at + 1)];
}

function checkDistinct(keys: readonly string[]): void {
  if (new Set(keys).size < keys.length) throw wrong('each setting once');
}

function number(text: string): number {
  // Number('') is 0, and Number('0x10') is 16.
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
}

function wrong(right: string): InvalidArgumentError {
  return new InvalidArgumentError(`It takes ${right}.`);
}

/** What a package says of settings that it does not take. */
function outOfRange(error: unknown): InvalidArgumentError {
  return new InvalidArgumentError(error instanceof Error ? error.message : String(error));
}

function unknown(subject: string, text: string, names: readonly string[]): InvalidArgumentError {
  const nearest = names.toSorted((a, b) => distance(text, a) - distance(text, b))[0];
  const hint = nearest !== undefined && distance(text, nearest) <= 3 ? ` Did you mean ${nearest}?` : '';
  return new InvalidArgumentError(`Unknown ${subject}; there are ${names.join(', ')}.${hint}`);
}

import { checkName, oneLine } from '@atelier/checks';
import { type PresetName, presets } from '@atelier/presets';
import { readNumber } from '@atelier/presets/recipe';
import { mostRuns } from '@atelier/runs/record';
import { type Combination, combinations } from '@atelier/training';
import { InvalidArgumentError } from 'commander';

/** Parsers of option values. Each takes what the user typed and throws `InvalidArgumentError` saying what is valid. */

export function count(text: string): number {
  const value = readNumber(text);
  if (!Number.isSafeInteger(value) || value < 1) throw wrong('a whole number, at least 1');
  return value;
}

/** A {@link count} with an upper limit. */
export function countTo(most: number): (text: string) => number {
  return (text) => {
    const value = readNumber(text);
    if (!Number.isSafeInteger(value) || value < 1 || value > most)
      throw wrong(`a whole number from 1 to ${most}`);
    return value;
  };
}

/** A number of runs, at least 2. */
export function severalCount(text: string): number {
  const value = readNumber(text);
  if (!Number.isSafeInteger(value) || value < 2 || value > mostRuns)
    throw wrong(`a whole number from 2 to ${mostRuns}`);
  return value;
}

export function combination(text: string): Combination {
  return oneOf('combination', combinations, text);
}

/** Index of a sample, from 0. */
export function index(text: string): number {
  const value = readNumber(text);
  if (!Number.isSafeInteger(value) || value < 0) throw wrong('a whole number, at least 0');
  return value;
}

/** What `--take-over` does. */
export const takeOverHelp =
  'take the folder from a process that cannot be asked whether it lives (another machine, another container)';

export function preset(text: string): PresetName {
  const names = Object.values(presets).map(({ name }) => name);
  return oneOf('preset', names, text);
}

/** When a training saves a checkpoint: after each epoch, or every n steps. */
export function checkpointEvery(text: string): 'epoch' | number {
  if (text === 'epoch') return text;
  const steps = readNumber(text);
  if (!Number.isSafeInteger(steps) || steps < 1) throw wrong('epoch, or a number of steps, at least 1');
  return steps;
}

export function oneOf<Name extends string>(subject: string, names: readonly Name[], text: string): Name {
  try {
    return checkName(subject, text, names);
  } catch (error) {
    throw new InvalidArgumentError(oneLine(error));
  }
}

function wrong(right: string): InvalidArgumentError {
  return new InvalidArgumentError(`It takes ${right}.`);
}

import { activationNames } from '@atelier/presets';
import { allImages, optimizerChoices, presetChoices, scheduleChoices, type Settings } from './settings.ts';

/** How one setting reads and writes as text: in a link and in a form. */
export interface Field<Value> {
  /** The name in a link; the CLI's flag of the same meaning. */
  readonly parameter: string;
  /** The value, or `undefined` for a text that isn't one. */
  readonly parse: (text: string) => Value | undefined;
  readonly format: (value: Value) => string;
}

export interface NumberField extends Field<number> {
  readonly kind: 'integer' | 'number';
  readonly min: number;
  readonly max: number;
}

export interface ChoiceField<Value extends string> extends Field<Value> {
  readonly kind: 'choice';
  readonly choices: readonly Value[];
}

export interface FlagField extends Field<boolean> {
  readonly kind: 'flag';
}

export interface UnitsField extends Field<readonly number[]> {
  readonly kind: 'units';
}

/** A hidden layer wider than this would make a page hang for what it teaches. */
export const mostUnits = 1024;
export const mostHiddenLayers = 5;

/** Every setting. The order is that of the parameters in a link. */
export const fields = {
  preset: choice('preset', presetChoices),
  hidden: units('hidden'),
  activation: choice('activation', activationNames),
  dropout: decimal('dropout', 0, 0.9),
  l1: decimal('l1', 0, 1),
  l2: decimal('l2', 0, 1),
  optimizer: choice('optimizer', optimizerChoices),
  // Far above what trains, so that a run that diverges can be seen.
  learningRate: decimal('learning-rate', 1e-7, 1000),
  schedule: choice('schedule', scheduleChoices),
  batchSize: integer('batch-size', 1, 4096),
  epochs: integer('epochs', 1, 500),
  // Random streams take seeds of 32 bits.
  seed: integer('seed', 0, 4_294_967_295),
  shift: integer('shift', 0, 8),
  flip: flag('flip'),
  erase: integer('erase', 0, 20),
  images: integer('images', 100, allImages),
} as const satisfies { readonly [Name in keyof Settings]: Field<Settings[Name]> };

const decimalText = /^(?:0|[1-9]\d{0,9})(?:\.\d{1,30})?(?:e[+-]?\d{1,2})?$/i;

/** A number as people write it: no sign, no blanks, no `Infinity`. */
function parseDecimal(text: string, min: number, max: number): number | undefined {
  if (!decimalText.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}

function decimal(parameter: string, min: number, max: number): NumberField {
  return {
    parameter,
    kind: 'number',
    min,
    max,
    parse: (text) => parseDecimal(text, min, max),
    format: String,
  };
}

function integer(parameter: string, min: number, max: number): NumberField {
  const parse = (text: string): number | undefined => {
    const value = parseDecimal(text, min, max);
    return Number.isInteger(value) ? value : undefined;
  };
  return { parameter, kind: 'integer', min, max, parse, format: String };
}

function choice<Value extends string>(parameter: string, choices: readonly Value[]): ChoiceField<Value> {
  return {
    parameter,
    kind: 'choice',
    choices,
    parse: (text) => choices.find((name) => name === text),
    format: (value) => value,
  };
}

function flag(parameter: string): FlagField {
  const texts = new Map([
    ['yes', true],
    ['no', false],
  ]);
  return { parameter, kind: 'flag', parse: (text) => texts.get(text), format: (on) => (on ? 'yes' : 'no') };
}

/** Units of hidden layers, as `128,64`; `none` stands for no hidden layer. */
function units(parameter: string): UnitsField {
  return {
    parameter,
    kind: 'units',
    parse(text) {
      if (text === 'none') return [];
      const parts = text.split(',').map((part) => part.trim());
      if (parts.length > mostHiddenLayers || !parts.every((part) => /^[1-9]\d{0,3}$/.test(part)))
        return undefined;
      const counts = parts.map(Number);
      return counts.every((count) => count <= mostUnits) ? counts : undefined;
    },
    format: (value) => (value.length === 0 ? 'none' : value.join(',')),
  };
}

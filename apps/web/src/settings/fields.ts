import {
  changeRecipe,
  chooseValidation,
  type Control,
  type Layer,
  parseLayers,
  type Setting,
  settings as declared,
} from '@atelier/presets/recipe';
import { allImages, imagesOf, type Settings } from './settings.ts';

/** The settings that the page offers, as text, in a link and in a form. */
export interface Field {
  /** The key of its texts. */
  readonly name: string;
  /** The name in a link, the same as the CLI's flag. */
  readonly parameter: string;
  readonly label: string;
  readonly control: Control;
  /** Its values in words. */
  readonly takes: string;
  /** Of a number. */
  readonly range: Range | undefined;
  /** The field that it is a short form of. */
  readonly shortFor?: string | undefined;
  /** `undefined` if there is none, as Adam has no momentum. */
  readonly textOf: (settings: Settings) => string | undefined;
  /** The settings with another value; `undefined` for an invalid text. */
  readonly change: (settings: Settings, text: string) => Settings | undefined;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A larger network would make a page hang without teaching more. */
export const mostUnits = 1024;
export const mostHiddenLayers = 5;
export const mostFilters = 256;
export const mostLayers = 64;

/** Limits of the page that are narrower than those of a run. */
const ranges: { readonly [name: string]: Range | undefined } = {
  dropout: { min: 0, max: 0.9 },
  l1: { min: 0, max: 1 },
  l2: { min: 0, max: 1 },
  // Far above what trains, so that a run that diverges can be seen.
  learningRate: { min: 1e-7, max: 1000 },
  batchSize: { min: 1, max: 4096 },
  epochs: { min: 1, max: 500 },
  // Random streams take seeds of 32 bits.
  seed: { min: 0, max: 4_294_967_295 },
};

/** The page has one data set, and chooses the engine; it splits some settings into parts. */
const notHere = new Set([
  'engine',
  'data',
  'size',
  'channels',
  'classNames',
  'from',
  'freeze',
  'augment',
  'limit',
]);

/** Every field, in the order of the parameters in a link: another optimizer comes before its own settings. */
export const fields: readonly Field[] = [
  ...declared.filter(({ name }) => !notHere.has(name)).map(fieldOf),
  pixels('shift', 8),
  {
    name: 'flip',
    parameter: 'flip',
    label: 'flip',
    control: { kind: 'switch' },
    takes: 'yes or no',
    range: undefined,
    textOf: ({ augment: { flip = false } }) => (flip ? 'yes' : 'no'),
    change: (settings, text) =>
      text === 'yes' || text === 'no'
        ? { ...settings, augment: { ...settings.augment, flip: text === 'yes' } }
        : undefined,
  },
  pixels('erase', 20),
  whole('images', { min: 100, max: allImages }, imagesOf, (settings, images) => ({
    ...settings,
    limit: images === allImages ? null : images,
  })),
];

export function fieldNamed(name: string): Field {
  return fields.find((field) => field.name === name)!;
}

/**
 * The settings after a field of the form was changed, `undefined` for an invalid text: early stopping gets images to choose by that are
 * held out, as on the command line. A link says what it says.
 */
export function changeInForm(
  { name, change }: Field,
  settings: Settings,
  text: string,
): Settings | undefined {
  const changed = change(settings, text);
  if (!changed || name !== 'patience') return changed;
  return changeRecipe(settings, chooseValidation(settings, { patience: changed.patience }));
}

function fieldOf({ name, flag, label, control, takes, shortFor, textOf, read }: Setting): Field {
  const range = ranges[name];
  const fits = (text: string): boolean => {
    if (range) return inRange(text, range);
    if (name === 'layers') return isSmall(parseLayers(text));
    if (name !== 'hidden' || text === 'none') return true;
    const units = text.split(',').map(Number);
    return units.length <= mostHiddenLayers && units.every((count) => count <= mostUnits);
  };
  return {
    name,
    parameter: flag,
    label,
    control,
    takes,
    range,
    shortFor,
    textOf,
    change(settings, text) {
      try {
        return fits(text) ? changeRecipe(settings, read(text)) : undefined;
      } catch (error) {
        if (error instanceof RangeError) return undefined;
        throw error;
      }
    },
  };
}

function isSmall(layers: readonly Layer[]): boolean {
  return layers.length <= mostLayers && layers.every(isSmallLayer);
}

function isSmallLayer(layer: Layer): boolean {
  if (layer.kind === 'residual') return isSmall(layer.layers);
  if ('units' in layer) return layer.units <= mostUnits;
  return !('filters' in layer) || layer.filters <= mostFilters;
}

function inRange(text: string, { min, max }: Range): boolean {
  const value = Number(text);
  return value >= min && value <= max;
}

function whole(
  name: string,
  range: Range,
  of: (settings: Settings) => number,
  set: (settings: Settings, value: number) => Settings,
): Field {
  return {
    name,
    parameter: name,
    label: name,
    control: { kind: 'number' },
    takes: `${range.min} to ${range.max}`,
    range,
    textOf: (settings) => String(of(settings)),
    change: (settings, text) =>
      /^\d+$/.test(text) && inRange(text, range) ? set(settings, Number(text)) : undefined,
  };
}

/** A part of the augmentation, in pixels; 0 for none. */
function pixels(name: 'shift' | 'erase', max: number): Field {
  return whole(
    name,
    { min: 0, max },
    ({ augment }) => augment[name] ?? 0,
    (settings, value) => ({ ...settings, augment: { ...settings.augment, [name]: value } }),
  );
}

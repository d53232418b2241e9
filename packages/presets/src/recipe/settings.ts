import { found } from '@atelier/checks';
import { architectureSettings, hidden } from './architecture-settings.ts';
import { dataSettings } from './data-settings.ts';
import type { Declaration } from './declaration.ts';
import type { Control } from './kind.ts';
import { givenLayers } from './layers/given-layers.ts';
import { hiddenUnitsOf } from './layers/hidden-layers.ts';
import { optimizerName, type OptimizerSettings, optimizerSettings } from './optimizer-settings.ts';
import type { PlainSettings, Recipe, RecipeChanges, SettingName, SettingValues } from './recipe.ts';
import { startSettings } from './start-settings.ts';
import { trainingSettings } from './training-settings.ts';
import { keysOf } from './keys-of.ts';

/** One setting of a run as text: on the command line, in a link, in a form, in a report. */
export interface Setting extends Omit<Declaration<never>, 'kind'> {
  readonly name: SettingName;
  /** Its valid values in words: `a number above 0`. */
  readonly takes: string;
  /** What a form shows for it. */
  readonly control: Control;
  /** Whether a resumed run may raise it. */
  readonly growsAtResume: boolean;
  /** Whether every recipe has it, as its own field: the optimizer's settings and short forms are none. */
  readonly inEveryRecipe: boolean;
  /** @throws RangeError for a value that is not valid */
  readonly check: (value: unknown) => void;
  /** A recipe's value; `undefined` if it has none, as Adam has no momentum. */
  readonly textOf: (recipe: Recipe) => string | undefined;
  /** @throws RangeError saying what is valid */
  readonly read: (text: string) => RecipeChanges;
}

type Values<Names extends SettingName> = { readonly [Name in Names]: SettingValues[Name] };
type Table<Names extends SettingName> = { readonly [Name in Names]: Declaration<SettingValues[Name]> };

const plainSettings: Table<keyof PlainSettings> = {
  ...architectureSettings,
  ...startSettings,
  ...trainingSettings,
  ...dataSettings,
};

/** Every setting of a run, in the order of help texts and links. */
export const settings: readonly Setting[] = [
  setting('hidden', hidden, ({ layers }) => hiddenUnitsOf(layers)),
  ...keysOf(architectureSettings).map(plainSetting),
  ...keysOf(startSettings).map(plainSetting),
  setting('optimizer', optimizerName, ({ optimizer }) => optimizer.name),
  ...keysOf(optimizerSettings).map(optimizerSetting),
  ...keysOf(trainingSettings).map(plainSetting),
  ...keysOf(dataSettings).map(plainSetting),
];

/**
 * What a recipe says, each thing once: by a short form, where there is one, in place of what that is short for. A network that is given
 * says itself what it is made of.
 */
export function settingTexts(recipe: Recipe): readonly (readonly [setting: Setting, text: string])[] {
  const texts = settings.flatMap((each): [Setting, string][] => {
    if (recipe.layers === givenLayers && isArchitecture(each) && each.name !== 'loss') return [];
    const text = each.textOf(recipe);
    return text === undefined ? [] : [[each, text]];
  });
  const said = new Set(texts.map(([{ shortFor }]) => shortFor));
  return texts.filter(([{ name }]) => !said.has(name));
}

/** Whether a setting says what a network is made of: there is none of it for a network that is given. */
export function isArchitecture({ name }: Pick<Setting, 'name'>): boolean {
  return name === 'hidden' || Object.hasOwn(architectureSettings, name);
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties the declaration to its value
function plainSetting<Name extends keyof PlainSettings>(name: Name): Setting {
  return setting(name, plainSettings[name], (recipe: Values<keyof PlainSettings>) => recipe[name]);
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties the declaration to its value
function optimizerSetting<Name extends keyof OptimizerSettings>(name: Name): Setting {
  const table: Table<keyof OptimizerSettings> = optimizerSettings;
  return setting(name, table[name], ({ optimizer }) => {
    const own: Partial<Values<keyof OptimizerSettings>> = optimizer;
    return own[name];
  });
}

function setting<Name extends SettingName>(
  name: Name,
  { kind, ...declaration }: Declaration<SettingValues[Name]>,
  of: (recipe: Recipe) => SettingValues[Name] | undefined,
): Setting {
  return {
    growsAtResume: false,
    ...declaration,
    name,
    takes: kind.takes,
    control: kind.control,
    inEveryRecipe: Object.hasOwn(plainSettings, name),
    check(value) {
      if (!kind.schema.safeParse(value).success) {
        throw new RangeError(`${name} takes ${kind.takes}; found ${found(value)}`);
      }
    },
    textOf(recipe) {
      const value = of(recipe);
      return value === undefined ? undefined : kind.write(value);
    },
    read(text) {
      const changes: { -readonly [Each in SettingName]?: SettingValues[Each] | undefined } = {};
      changes[name] = kind.read(text);
      return changes;
    },
  };
}

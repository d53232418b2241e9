import { presetRecipe, presets, type Recipe, type RecipeChanges } from '@atelier/presets';
import { type Setting, type SettingName, settings } from '@atelier/presets/recipe';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** The settings that a user typed, as changes of a recipe. */
export interface GivenSettings {
  changes: RecipeChanges;
}

/**
 * Adds an option for each setting of a run to a command. Typed values are written to `given`.
 *
 * @param names of the settings; by default all
 */
export function addSettingOptions(
  command: Command,
  given: GivenSettings,
  names: readonly SettingName[] = settings.map(({ name }) => name),
): void {
  const recipes = Object.values(presets).map(presetRecipe);
  for (const setting of settings.filter(({ name }) => names.includes(name))) {
    const { flag, placeholder, help, control } = setting;
    const text = `${help}${defaultText(setting, recipes)}`;
    const take = (typed: string): string => {
      given.changes = { ...given.changes, ...readSetting(setting, typed) };
      return typed;
    };
    if (control.kind === 'switch') {
      for (const [name, value] of [
        [flag, 'yes'],
        [`no-${flag}`, 'no'],
      ] as const) {
        command.addOption(new Option(`--${name}`, value === 'yes' ? text : `not ${flag}`));
        command.on(`option:${name}`, () => void take(value));
      }
    } else {
      command.addOption(new Option(`--${flag} <${placeholder}>`, text).argParser(take));
    }
  }
}

function readSetting({ read }: Setting, text: string): RecipeChanges {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
}

/** The default, if it is the same for every preset. */
function defaultText({ textOf }: Setting, recipes: readonly Recipe[]): string {
  const defaults = new Set(recipes.map(textOf));
  const [only] = defaults;
  return defaults.size === 1 && only !== undefined ? ` (default: ${only})` : '';
}

import { defaultRecipe, type Recipe, settings, settingsWithoutEffect } from '@atelier/presets/recipe';
import { UsageError } from '../errors.ts';

const remedies = {
  activation: 'name one after a layer, as in --layers "dense 32 tanh"',
  dropout: 'it follows hidden dense layers; name it where it belongs, as in --layers "dense 32, dropout 0.2"',
} as const;

/**
 * Refuses a setting that was typed and changes nothing: an activation or a dropout that no layer of the network takes, or a choice of
 * images where all are taken.
 *
 * @param typed whether the user gave a setting
 * @throws UsageError naming the first
 */
export function checkEffect(recipe: Recipe, typed: (name: string) => boolean): void {
  if (typed('sample') && recipe.limit === null && recipe.sample !== defaultRecipe.sample) {
    throw new UsageError(`--sample ${recipe.sample} says which images --limit takes; add --limit`);
  }
  for (const name of settingsWithoutEffect(recipe)) {
    if (!typed(name) || recipe[name] === defaultRecipe[name]) continue;
    const text = settings.find((setting) => setting.name === name)?.textOf(recipe);
    throw new UsageError(
      `--${name} ${text} changes nothing: no layer of this network (${recipe.layers}) takes it; ${remedies[name]}`,
    );
  }
}

import { fields } from './fields.ts';
import { formatRateChanges, parseQuery } from './query.ts';
import type { RunRecipe } from './settings.ts';

/** The settings of a stored run, which earlier versions stored flat: each under its own name, the optimizer as a name. */
export function currentRecipe(recipe: RunRecipe): RunRecipe {
  const settings: Readonly<Record<string, unknown>> = { ...recipe.settings };
  if (typeof settings['optimizer'] !== 'string') return recipe;
  const query = new URLSearchParams({ preset: recipe.settings.preset });
  for (const { name, parameter } of fields) {
    if (Object.hasOwn(settings, name)) query.set(parameter, textOf(settings[name]));
  }
  query.set('rates', formatRateChanges(recipe.rateChanges));
  return parseQuery(query.toString()).recipe;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(',') || 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

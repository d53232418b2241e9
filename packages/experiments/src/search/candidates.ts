import { changeRecipe } from '@atelier/presets';
import { settingsWithoutEffect } from '@atelier/presets/recipe';
import { RandomStream } from '@atelier/random';
import { canonicalJson } from '../canonical-json.ts';
import { recipeOf, type TrialRecipe, trialRecipe } from '../tasks/trial-recipe.ts';
import type { HalvingMode, SearchPlan } from './search-plan.ts';
import { changesOf, drawValue, parseVariation, type Variation } from './variation.ts';

/** One choice of values for the settings that vary. */
export interface Candidate {
  /** `learning-rate 0.0034, hidden 64` */
  readonly label: string;
  /** One for each variation, as text; `without effect` where no layer takes it, so that the network is the same with any. */
  readonly values: readonly string[];
  readonly recipe: TrialRecipe;
}

const withoutEffect = 'without effect';

/** Draws that are made at most for each candidate, where ranges have few values. */
const attempts = 100;

/**
 * The candidates of a search, each once: all combinations of lists if there are no more than `trials`, otherwise so many that are drawn.
 *
 * @throws RangeError for a variation that is wrong, one that changes no network, or a combination that there is no recipe of
 */
export function candidatesOf({ recipe, seed }: SearchPlan, { vary, trials }: HalvingMode): Candidate[] {
  const variations = variationsOf(vary);
  const combined = combinations(variations, trials);
  const candidates = new Map<string, Candidate>();
  for (let draw = 0; candidates.size < trials && draw < (combined?.length ?? attempts * trials); draw++) {
    const random = new RandomStream(seed, 'search', draw);
    const values = combined?.[draw] ?? variations.map((variation) => drawValue(variation, random));
    const candidate = candidateOf(recipe, variations, values);
    const key = canonicalJson(candidate.recipe);
    if (!candidates.has(key)) candidates.set(key, candidate);
  }
  const all = [...candidates.values()];
  const idle = variations.find((_, index) => all.every(({ values }) => values[index] === withoutEffect));
  if (idle) {
    const { flag } = idle.setting;
    throw new RangeError(
      `${flag} varies without effect: no layer takes it; vary layers that name theirs, such as ${flag === 'dropout' ? 'layers=dense 32, dropout 0.2|dense 32' : 'layers=dense 32 relu|dense 32 tanh'}`,
    );
  }
  return all;
}

/** @throws RangeError for one that is wrong, or two of one setting */
export function variationsOf(vary: readonly string[]): Variation[] {
  const variations = vary.map((text) => parseVariation(text));
  const flags = variations.map(({ setting }) => setting.flag);
  const twice = flags.find((flag, index) => flags.indexOf(flag) < index);
  if (twice !== undefined) throw new RangeError(`${twice} varies twice; join its values by |`);
  return variations;
}

/** Every combination, the last list's values in turn; nothing where a setting has a range, or there are too many. */
function combinations(variations: readonly Variation[], most: number): string[][] | undefined {
  let all: string[][] = [[]];
  for (const variation of variations) {
    if (variation.kind === 'range') return undefined;
    if (all.length * variation.values.length > most) return undefined;
    all = all.flatMap((chosen) => variation.values.map((value) => [...chosen, value]));
  }
  return all;
}

function candidateOf(
  recipe: TrialRecipe,
  variations: readonly Variation[],
  drawn: readonly string[],
): Candidate {
  const changes = variations.map((variation, index) => changesOf(variation, drawn[index]!));
  const changed = changeRecipe(recipeOf(recipe, { epochs: 1, seed: 0 }), Object.assign({}, ...changes));
  const idle = settingsWithoutEffect(changed);
  const values = variations.map(({ setting }, index) =>
    idle.some((name) => name === setting.name) ? withoutEffect : drawn[index]!,
  );
  const label = variations.map(({ setting }, index) => `${setting.flag} ${values[index]!}`).join(', ');
  const kept = Object.fromEntries(idle.map((name) => [name, recipe[name]]));
  return { label, values, recipe: trialRecipe({ ...changed, ...kept }) };
}

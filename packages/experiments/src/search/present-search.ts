import { barFigure, type Figure, scatterFigure } from '@atelier/plotting';
import { presetRecipe, presets } from '@atelier/presets';
import {
  chooseValidation,
  defaultPreset,
  isPresetName,
  settingsWithoutEffect,
  settingTexts,
} from '@atelier/presets/recipe';
import type { Presentation } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { barOf, barsOf } from '../experiments/bars.ts';
import { mean, spreadOf } from '../presenting/statistics.ts';
import { count, list, sizeOf, spread } from '../presenting/words.ts';
import { recipeOf } from '../tasks/trial-recipe.ts';
import { type Entry, ranked, type Rung, type Score } from './brackets.ts';
import type { Candidate } from './candidates.ts';
import type { SearchPlan } from './search-plan.ts';
import type { Variation } from './variation.ts';

type Brackets = readonly (readonly Rung[])[];
type Scored = Entry & { readonly score: Score };

/** Rows of the table at most; `results.csv` has every trial. */
const mostRows = 20;

/** Needs every score. */
export function presentSearch(
  plan: SearchPlan,
  variations: readonly Variation[],
  options: PlanOptions,
  brackets: Brackets,
): Presentation {
  const rungs = rungsOf(brackets);
  const order = finalOrder(rungs);
  const [winner] = order;
  if (!winner) throw new Error('A search without candidates has nothing to show');
  return {
    figures: Object.fromEntries(
      variations.map((variation, index) => [
        variation.setting.flag,
        figureOf(variation, index, rungs, options),
      ]),
    ),
    table: {
      columns: [
        { label: 'rank', numeric: true },
        ...variations.map(({ setting }) => ({ label: setting.flag })),
        { label: 'epochs', numeric: true },
        { label: 'validation accuracy', numeric: true },
        { label: 'validation loss', numeric: true },
      ],
      rows: order
        .slice(0, mostRows)
        .map(({ candidate, epochs, score }, index) => [
          index + 1,
          ...candidate.values,
          epochs,
          score.diverged ? 'diverged' : spread(spreadOf(score.accuracies)),
          Number.isFinite(score.loss) ? score.loss.toFixed(4) : 'none',
        ]),
    },
    reading: [
      `The best of ${count(order.length, 'candidate')} is ${winner.candidate.label}: ${spread(spreadOf(winner.score.accuracies))} validation accuracy after ${count(winner.epochs, 'epoch')}.`,
      `It was chosen by these validation images, so that they flatter it. To train it${onAll(winner.candidate) ? ' on all training images' : ''} and test it: ${commandOf(plan, winner.candidate, options)}.`,
      ...(rungs.length > 1 ? [halvingOf(brackets, rungs)] : []),
    ],
  };
}

/** What went on in each bracket, rung by rung. */
export function decisionsOf(brackets: Brackets): string[] {
  const rungs = Math.max(...brackets.map(({ length }) => length));
  return Array.from({ length: rungs - 1 }, (_, rung) =>
    brackets.flatMap((bracket, index) => {
      const [from, to] = [bracket[rung], bracket[rung + 1]];
      if (!from || !to) return [];
      const on = to.entries.map(({ candidate }) => candidate.label);
      return [
        `Bracket ${index + 1} of ${brackets.length}: after ${count(from.epochs, 'epoch')}, ${on.length} of ${from.entries.length} go on to ${to.epochs}: ${on.join('; ')}.`,
      ];
    }),
  ).flat();
}

/** The rungs of all brackets together. */
function rungsOf(brackets: Brackets): (readonly Scored[])[] {
  const rungs = Math.max(...brackets.map(({ length }) => length));
  return Array.from({ length: rungs }, (_, rung) =>
    brackets.flatMap((bracket) => (bracket[rung]?.entries ?? []).filter((entry) => isScored(entry))),
  );
}

function isScored(entry: Entry): entry is Scored {
  return entry.score !== undefined;
}

/** Every candidate once, where it was last: those who got furthest first. */
function finalOrder(rungs: readonly (readonly Scored[])[]): Scored[] {
  const seen = new Set<Candidate>();
  return rungs.toReversed().flatMap((entries) => {
    const left = ranked(entries)
      .filter((entry) => isScored(entry))
      .filter(({ candidate }) => !seen.has(candidate));
    for (const { candidate } of left) seen.add(candidate);
    return left;
  });
}

/** How accuracy depends on one of the settings. */
function figureOf(
  { setting, ...variation }: Variation,
  index: number,
  rungs: readonly (readonly Scored[])[],
  options: PlanOptions,
): Figure {
  const accuracyOf = ({ score }: Scored): number => (score.diverged ? Number.NaN : mean(score.accuracies));
  if (variation.kind === 'range') {
    return scatterFigure({
      title: `Validation accuracy against the ${setting.label}`,
      subtitle: sizeOf(options),
      colours: 'ordered',
      x: { label: setting.label, scale: variation.scale === 'log' ? 'log' : 'linear' },
      y: { label: 'validation accuracy', format: 'percent' },
      series: rungs.map((entries) => ({
        name: `after ${count(entries[0]?.epochs ?? 0, 'epoch')}`,
        points: entries.map((entry) => [Number(entry.candidate.values[index]), accuracyOf(entry)] as const),
      })),
    });
  }
  const [first = []] = rungs;
  const bars = variation.values.map((value) => {
    const errors = first
      .filter(({ candidate }) => candidate.values[index] === value)
      .map((entry) => 1 - accuracyOf(entry))
      .filter((error) => !Number.isNaN(error));
    return barOf(spreadOf(errors));
  });
  return barFigure({
    title: `Validation error by ${setting.label}`,
    subtitle: `${count(first.length, 'candidate')} after ${count(first[0]?.epochs ?? 0, 'epoch')}, their mean and each`,
    categories: [...variation.values],
    series: [{ name: 'validation', ...barsOf(bars) }],
    value: { label: 'error: wrong predictions', format: 'percent' },
  });
}

function halvingOf(brackets: Brackets, rungs: readonly (readonly Scored[])[]): string {
  const steps = rungs.map((entries) => `${entries.length} for ${count(entries[0]?.epochs ?? 0, 'epoch')}`);
  return `In ${count(brackets.length, 'bracket')}, each with its own best, were trained ${list(steps)}.`;
}

/** Whether `train` uses every training image, and sets none aside to stop by. */
function onAll({ recipe: { limit, patience } }: Candidate): boolean {
  return limit === null && patience === null;
}

/** Trains the candidate as `train` does, and tests it: every setting that differs from those that `train` has by itself. */
function commandOf(
  { recipe, seed, data }: SearchPlan,
  candidate: Candidate,
  { epochs }: PlanOptions,
): string {
  const preset = presetRecipe(presets[isPresetName(recipe.preset) ? recipe.preset : defaultPreset]);
  const { patience } = candidate.recipe;
  const { validation = preset.validation } = chooseValidation(preset, { patience });
  const base = { ...preset, validation };
  const idle = new Set<string>(settingsWithoutEffect(candidate.recipe));
  const wanted = { ...recipeOf(candidate.recipe, { epochs, seed }), ...data };
  const options = settingTexts(wanted).flatMap(([setting, text]) => {
    const { name, flag, control, textOf } = setting;
    // Those that no layer takes change nothing, and `train` refuses them.
    if (idle.has(name)) return [];
    // Without early stopping, no image is held out: there is nothing left to choose by it.
    if ((name === 'validation' && patience === null) || text === textOf(base)) return [];
    if (control.kind === 'switch') return [`--${text === 'yes' ? '' : 'no-'}${flag}`];
    return [`--${flag} ${quoted(text)}`];
  });
  return ['atelier train', preset.preset, ...options].join(' ');
}

/** As a shell takes it for one word that means itself. */
function quoted(text: string): string {
  if (/^[\w.,:=/-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;
}

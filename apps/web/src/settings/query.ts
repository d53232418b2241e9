import { isPresetName } from '@atelier/presets/recipe';
import { fieldNamed, fields } from './fields.ts';
import { defaultSettings, type RateChange, type RunRecipe, withOptimizer } from './settings.ts';

/** A refused parameter of a link, with its text. Both are untrusted: show them as text, truncated. */
export interface RefusedParameter {
  readonly parameter: string;
  readonly text: string;
}

export interface ParsedQuery {
  readonly recipe: RunRecipe;
  readonly refused: readonly RefusedParameter[];
}

const rateChangesParameter = 'rates';
/** The same as the most epochs of a run. */
const mostRateChanges = fieldNamed('epochs').range!.max;
/** A refused parameter is quoted no longer than this. */
const longestQuote = 40;
/** A link with more parameters than this is not one of ours: the rest is ignored. */
const mostParameters = 64;

/**
 * Reads a run from a link's query. What is unknown, out of range or repeated is left out and listed in `refused`;
 * the rest applies.
 */
export function parseQuery(query: string): ParsedQuery {
  const texts = new Map<string, string>();
  const refused: RefusedParameter[] = [];
  const refuse = (parameter: string, text: string): void => {
    refused.push({ parameter: quote(parameter), text: quote(text) });
  };
  const known = new Set(['preset', ...fields.map(({ parameter }) => parameter), rateChangesParameter]);
  for (const [parameter, text] of [...new URLSearchParams(query)].slice(0, mostParameters)) {
    if (!known.has(parameter) || texts.has(parameter)) refuse(parameter, text);
    else texts.set(parameter, text);
  }

  const preset = texts.get('preset');
  if (preset !== undefined && !isPresetName(preset)) refuse('preset', preset);
  let settings = defaultSettings(preset !== undefined && isPresetName(preset) ? preset : undefined);
  for (const { parameter, shortFor, change } of fields) {
    const text = texts.get(parameter);
    if (text === undefined) continue;
    // Of two that say the same, the long form counts.
    const doubled = shortFor !== undefined && texts.has(fieldNamed(shortFor).parameter);
    const changed = doubled ? undefined : change(settings, text);
    if (changed) settings = changed;
    else refuse(parameter, text);
  }
  const rates = texts.get(rateChangesParameter);
  const rateChanges = rates === undefined ? [] : parseRateChanges(rates);
  if (!rateChanges) refuse(rateChangesParameter, rates ?? '');
  return { recipe: { settings, rateChanges: rateChanges ?? [] }, refused };
}

/** A run as a link's query, without the `?`: the preset, and what differs from it. */
export function formatQuery({ settings, rateChanges }: RunRecipe): string {
  const { preset } = settings;
  const base = defaultSettings(isPresetName(preset) ? preset : undefined);
  const start = withOptimizer(base, settings.optimizer.name);
  const query = new URLSearchParams({ preset: base.preset });
  const shortened = new Set(fields.filter(({ textOf }) => textOf(settings)).map(({ shortFor }) => shortFor));
  for (const { name, parameter, textOf } of fields) {
    if (shortened.has(name)) continue;
    const text = textOf(settings);
    const standard = textOf(name === 'optimizer' ? base : start);
    if (text !== undefined && text !== standard) query.set(parameter, text);
  }
  if (rateChanges.length > 0) query.set(rateChangesParameter, formatRateChanges(rateChanges));
  // These need no escape in a query, and read better without.
  return query
    .toString()
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%3D', '=')
    .replaceAll('%28', '(')
    .replaceAll('%29', ')');
}

/** `4:0.0003,9:0.0001`: from epoch 4 at 0.0003, from epoch 9 at 0.0001. */
function parseRateChanges(text: string): readonly RateChange[] | undefined {
  const parts = text.split(',');
  if (parts.length > mostRateChanges) return undefined;
  const base = defaultSettings();
  const changes: RateChange[] = [];
  for (const part of parts) {
    const [epochText = '', rateText = '', ...rest] = part.split(':');
    const atEpoch = fieldNamed('epochs').change(base, epochText);
    const atRate = fieldNamed('learningRate').change(base, rateText);
    if (!atEpoch || !atRate || rest.length > 0) return undefined;
    const { epochs: epoch } = atEpoch;
    const { learningRate } = atRate.optimizer;
    if (epoch <= (changes.at(-1)?.epoch ?? 1)) return undefined;
    changes.push({ epoch, learningRate });
  }
  return changes;
}

export function formatRateChanges(changes: readonly RateChange[]): string {
  return changes.map(({ epoch, learningRate }) => `${epoch}:${learningRate}`).join(',');
}

function quote(text: string): string {
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}

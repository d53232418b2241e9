import { type Field, fields } from './fields.ts';
import {
  defaultLearningRate,
  defaultSettings,
  type RateChange,
  type RunRecipe,
  type Settings,
} from './settings.ts';

/** A parameter of a link that was not taken, and the text that it had. Both are foreign: show them as text, cut short. */
export interface RefusedParameter {
  readonly parameter: string;
  readonly text: string;
}

export interface ParsedQuery {
  readonly recipe: RunRecipe;
  readonly refused: readonly RefusedParameter[];
}

const rateChangesParameter = 'rates';
/** As many as the most epochs that a run may have. */
const mostRateChanges = fields.epochs.max;
/** A refused parameter is quoted no longer than this. */
const longestQuote = 40;
/** A link with more parameters than this is no link of ours: the rest is not even looked at. */
const mostParameters = 64;

/**
 * Reads a run from a link's query. What is unknown, out of range or said twice is left out and listed in `refused`;
 * the rest holds.
 */
export function parseQuery(query: string): ParsedQuery {
  const texts = new Map<string, string>();
  const refused: RefusedParameter[] = [];
  const refuse = (parameter: string, text: string): void => {
    refused.push({ parameter: quote(parameter), text: quote(text) });
  };
  const known = new Set<string>([
    ...Object.values(fields).map(({ parameter }) => parameter),
    rateChangesParameter,
  ]);
  for (const [parameter, text] of [...new URLSearchParams(query)].slice(0, mostParameters)) {
    if (!known.has(parameter) || texts.has(parameter)) refuse(parameter, text);
    else texts.set(parameter, text);
  }

  const take = <Value>({ parameter, parse }: Field<Value>, fallback: Value): Value => {
    const text = texts.get(parameter);
    if (text === undefined) return fallback;
    const value = parse(text);
    if (value !== undefined) return value;
    refuse(parameter, text);
    return fallback;
  };

  const base = defaultSettings(take(fields.preset, defaultSettings().preset));
  const optimizer = take(fields.optimizer, base.optimizer);
  const settings: Settings = {
    preset: base.preset,
    hidden: take(fields.hidden, base.hidden),
    activation: take(fields.activation, base.activation),
    dropout: take(fields.dropout, base.dropout),
    l1: take(fields.l1, base.l1),
    l2: take(fields.l2, base.l2),
    optimizer,
    learningRate: take(fields.learningRate, defaultLearningRate(base.preset, optimizer)),
    schedule: take(fields.schedule, base.schedule),
    batchSize: take(fields.batchSize, base.batchSize),
    epochs: take(fields.epochs, base.epochs),
    seed: take(fields.seed, base.seed),
    shift: take(fields.shift, base.shift),
    flip: take(fields.flip, base.flip),
    erase: take(fields.erase, base.erase),
    images: take(fields.images, base.images),
  };
  const rateChanges = take<readonly RateChange[]>(
    { parameter: rateChangesParameter, parse: parseRateChanges, format: formatRateChanges },
    [],
  );
  return { recipe: { settings, rateChanges }, refused };
}

/** A run as a link's query, without the `?`: the preset, and what differs from it. */
export function formatQuery({ settings, rateChanges }: RunRecipe): string {
  const base = {
    ...defaultSettings(settings.preset),
    learningRate: defaultLearningRate(settings.preset, settings.optimizer),
  };
  const query = new URLSearchParams();
  const put = <Value>({ parameter, format }: Field<Value>, value: Value, standard?: Value): void => {
    const text = format(value);
    if (standard === undefined || text !== format(standard)) query.set(parameter, text);
  };
  put(fields.preset, settings.preset);
  put(fields.hidden, settings.hidden, base.hidden);
  put(fields.activation, settings.activation, base.activation);
  put(fields.dropout, settings.dropout, base.dropout);
  put(fields.l1, settings.l1, base.l1);
  put(fields.l2, settings.l2, base.l2);
  put(fields.optimizer, settings.optimizer, base.optimizer);
  put(fields.learningRate, settings.learningRate, base.learningRate);
  put(fields.schedule, settings.schedule, base.schedule);
  put(fields.batchSize, settings.batchSize, base.batchSize);
  put(fields.epochs, settings.epochs, base.epochs);
  put(fields.seed, settings.seed, base.seed);
  put(fields.shift, settings.shift, base.shift);
  put(fields.flip, settings.flip, base.flip);
  put(fields.erase, settings.erase, base.erase);
  put(fields.images, settings.images, base.images);
  if (rateChanges.length > 0) query.set(rateChangesParameter, formatRateChanges(rateChanges));
  // A comma and a colon need no escape in a query, and read better without.
  return query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
}

/** `4:0.0003,9:0.0001`: from epoch 4 at 0.0003, from epoch 9 at 0.0001. */
function parseRateChanges(text: string): readonly RateChange[] | undefined {
  const parts = text.split(',');
  if (parts.length > mostRateChanges) return undefined;
  const changes: RateChange[] = [];
  for (const part of parts) {
    const [epochText = '', rateText = '', ...rest] = part.split(':');
    const epoch = fields.epochs.parse(epochText);
    const learningRate = fields.learningRate.parse(rateText);
    if (epoch === undefined || learningRate === undefined || rest.length > 0) return undefined;
    if (epoch <= (changes.at(-1)?.epoch ?? 1)) return undefined;
    changes.push({ epoch, learningRate });
  }
  return changes;
}

function formatRateChanges(changes: readonly RateChange[]): string {
  return changes.map(({ epoch, learningRate }) => `${epoch}:${learningRate}`).join(',');
}

function quote(text: string): string {
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}

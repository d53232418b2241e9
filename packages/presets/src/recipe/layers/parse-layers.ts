import { nearestName } from '@atelier/checks';
import { type ActivationName, activationNames } from '../activation.ts';
import { readNumber } from '../kind.ts';
import { type Layer, layerLimits, type Padding, type Pair } from './layer.ts';

/** A word, or one of `(`, `)` and `,`; at the end of the text it is empty. */
interface Token {
  readonly text: string;
  /** The first character's place, from 1. */
  readonly at: number;
}

/** What may follow the numbers of a layer, in any order, each once. */
interface Options {
  strides?: Pair;
  padding?: Padding;
  activation?: ActivationName;
}

/** A word is quoted no longer than this. */
const longestQuote = 40;

type OptionWord = 'stride' | 'same' | 'valid' | ActivationName;

const slidingWords = ['stride', 'same', 'valid'] as const;
const convolutionWords = [...slidingWords, ...activationNames] as const;
const layerWords = [
  'conv',
  'depthwise',
  'separable',
  'pool',
  'average-pool',
  'global-average',
  'global-max',
  'norm',
  'dropout',
  'dense',
  'residual',
  'output',
  ...activationNames,
];

/**
 * Reads an architecture: layers from the pixels to the output, separated by commas, each in a form that `layerForms` lists.
 *
 * A convolution or dense layer that says no activation has that of the recipe, or none directly before `norm` or an activation.
 * A last `dense 10` that says none is the output where the data and the loss want 10 numbers.
 *
 * @throws RangeError naming the word, its place, and what is right there
 */
export function parseLayers(text: string): readonly Layer[] {
  if (text.length > layerLimits.characters) {
    throw new RangeError(`It takes at most ${layerLimits.characters} characters; found ${text.length}.`);
  }
  return new Parser(text).all();
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.#tokens = Array.from(text.matchAll(/[(),]|[^\s(),]+/g), ({ 0: word, index }) => ({
      text: word,
      at: index + 1,
    }));
  }

  all(): readonly Layer[] {
    const layers = this.#list(0);
    const token = this.#peek();
    if (token.text !== '') fail(token, 'there is no ( before it');
    return layers;
  }

  /** Layers up to `)` or the end. */
  #list(depth: number): readonly Layer[] {
    if (depth > layerLimits.depth) {
      fail(this.#peek(), `parentheses stand in at most ${layerLimits.depth} others`);
    }
    const layers: Layer[] = [];
    do {
      const token = this.#peek();
      layers.push(...this.#item(depth));
      if (countOf(layers) > layerLimits.layers) fail(token, `there are at most ${layerLimits.layers} layers`);
      const last = layers.at(-1)?.kind === 'output';
      if (last && (depth > 0 || this.#peek().text === ',')) fail(token, 'it is the last layer of all');
    } while (this.#take(','));
    return layers;
  }

  #item(depth: number): readonly Layer[] {
    const token = this.#peek();
    if (/^\d/.test(token.text)) return this.#repetition(depth);
    this.#next++;
    const layer = this.#layer(token, depth);
    const next = this.#peek();
    if (![',', ')', ''].includes(next.text)) fail(next, `a comma or the end comes after ${token.text} here`);
    return [layer];
  }

  #repetition(depth: number): readonly Layer[] {
    const times = this.#count(layerLimits.layers, 'a number of repetitions');
    if (!this.#take('x')) fail(this.#peek(), 'a repetition is written 2 x (conv 32 3x3, pool 2)');
    const layers = this.#inParentheses(depth);
    return Array.from({ length: times }, () => layers).flat();
  }

  #layer(token: Token, depth: number): Layer {
    const { text: kind } = token;
    switch (kind) {
      case 'conv':
      case 'separable': {
        const filters = this.#count(layerLimits.filters, 'a number of filters');
        return { kind, filters, ...this.#convolution() };
      }
      case 'depthwise':
        return { kind, ...this.#convolution() };
      case 'pool':
      case 'average-pool': {
        const size = this.#pair('the size of its window');
        const { strides = size, padding = 'valid' } = this.#options(slidingWords);
        return { kind, size, strides, padding };
      }
      case 'global-average':
      case 'global-max':
      case 'norm':
      case 'output':
        return { kind };
      case 'dropout':
        return { kind, rate: this.#rate() };
      case 'dense': {
        const units = this.#count(layerLimits.units, 'a number of units');
        return { kind, units, ...this.#options(activationNames) };
      }
      case 'residual':
        return { kind, layers: this.#inParentheses(depth) };
      default: {
        const activation = activationNames.find((name) => name === kind);
        if (activation) return { kind: 'activation', activation };
        return fail(token, `there is no such layer${hint(kind, layerWords)}`);
      }
    }
  }

  #convolution(): { kernel: Pair; strides: Pair; padding: Padding; activation?: ActivationName } {
    const kernel = this.#pair('the size of its kernel');
    return { kernel, strides: [1, 1], padding: 'valid', ...this.#options(convolutionWords) };
  }

  #options(allowed: readonly OptionWord[]): Options {
    const options: Options = {};
    const put = <Name extends keyof Options>(token: Token, name: Name, value: Options[Name]): void => {
      if (options[name] !== undefined) fail(token, `a layer has one ${name === 'strides' ? 'stride' : name}`);
      options[name] = value;
    };
    for (let token = this.#peek(); ![',', ')', ''].includes(token.text); token = this.#peek()) {
      const word = allowed.find((name) => name === token.text);
      if (word === undefined) return fail(token, `it is not known here${hint(token.text, allowed)}`);
      this.#next++;
      if (word === 'stride') put(token, 'strides', this.#pair('the size of its steps'));
      else if (word === 'same' || word === 'valid') put(token, 'padding', word);
      else put(token, 'activation', word);
    }
    return options;
  }

  #inParentheses(depth: number): readonly Layer[] {
    if (!this.#take('(')) fail(this.#peek(), 'layers in parentheses come here');
    const layers = this.#list(depth + 1);
    if (!this.#take(')')) fail(this.#peek(), 'a ) is missing');
    return layers;
  }

  #count(most: number, what: string): number {
    const token = this.#peek();
    const value = whole(token.text);
    if (!(value >= 1 && value <= most)) fail(token, `${what} from 1 to ${most} comes here`);
    this.#next++;
    return value;
  }

  /** `3x5`, or `3` for `3x3`. */
  #pair(what: string): Pair {
    const token = this.#peek();
    const [height = '', width = height, ...rest] = token.text.split('x');
    const pair: Pair = [whole(height), whole(width)];
    if (rest.length > 0 || !pair.every((length) => length >= 1 && length <= layerLimits.window)) {
      fail(token, `${what} comes here, such as 3x3 or 2, from 1 to ${layerLimits.window}`);
    }
    this.#next++;
    return pair;
  }

  #rate(): number {
    const token = this.#peek();
    const rate = readNumber(token.text);
    if (!(rate >= 0 && rate < 1)) fail(token, 'a rate from 0 to below 1 comes here');
    this.#next++;
    return rate;
  }

  #take(text: string): boolean {
    const found = this.#peek().text === text;
    if (found) this.#next++;
    return found;
  }

  #peek(): Token {
    const last = this.#tokens.at(-1);
    return this.#tokens[this.#next] ?? { text: '', at: last ? last.at + last.text.length : 1 };
  }
}

function countOf(layers: readonly Layer[]): number {
  return layers.reduce((sum, layer) => sum + (layer.kind === 'residual' ? 1 + countOf(layer.layers) : 1), 0);
}

function whole(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

function hint(text: string, names: readonly string[]): string {
  const near = nearestName(text, names);
  return near === undefined ? `; there are ${names.join(', ')}` : `; did you mean ${near}?`;
}

function fail({ text, at }: Token, reason: string): never {
  const word = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
  throw new RangeError(`${word === '' ? 'The end' : `"${word}"`} at character ${at}: ${reason}`);
}

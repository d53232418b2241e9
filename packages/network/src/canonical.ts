import { NetworkError } from './error.ts';

/** Deeper than any valid model description. */
const maxDepth = 64;

/** Lists that begin with the name of a layer. */
const nameLists: ReadonlySet<string> = new Set(['inboundNodes', 'inputLayers', 'outputLayers']);

/**
 * A model's description in camelCase, as TensorFlow.js reads it: `batch_input_shape` becomes `batchInputShape`, the value
 * `channels_last` becomes `channelsLast`, and names of layers and models stay as they are.
 *
 * @throws NetworkError for two spellings of one key, which is ambiguous
 */
export function canonical(value: unknown, key = '', depth = 0): unknown {
  if (depth > maxDepth) {
    throw new NetworkError(`A model's description is nested more than ${maxDepth} levels deep`);
  }
  if (typeof value === 'string') return key === 'name' ? value : camelCase(value);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      index === 0 && typeof item === 'string' && nameLists.has(key)
        ? item
        : canonical(item, key === 'name' ? '' : key, depth + 1),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = new Map<string, unknown>();
  for (const [spelling, part] of Object.entries(value)) {
    const name = camelCase(spelling);
    if (entries.has(name)) throw new NetworkError(`A model's description has two spellings of ${name}`);
    entries.set(name, canonical(part, name, depth + 1));
  }
  return Object.fromEntries(entries);
}

function camelCase(text: string): string {
  return text.length <= 1 ? text : text.replaceAll(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase());
}

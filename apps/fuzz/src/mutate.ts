import type { RandomStream } from '@atelier/random';

/** Numbers that often break readers. */
const numbers = [
  0,
  -0,
  1,
  -1,
  2,
  7,
  255,
  256,
  65_535,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e21,
  1e308,
  -1e308,
  0.5,
  -0.5,
  1e-300,
];

const texts = [
  '',
  '0',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '../../etc/passwd',
  '/etc/passwd',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '%s%n',
  'NaN',
  '\u0000',
  '\uD800',
  'é'.repeat(300),
  'a'.repeat(100_000),
  'two\nlines\u001B[31m',
  '../weights.bin',
  'C:\\weights.bin',
  'file:///etc/passwd',
];

/** Values that JSON text may contain, but `JSON.stringify` never writes. */
const literals = [
  '1e999',
  '-1e999',
  '-0',
  '1e-999',
  '00',
  '0x10',
  'NaN',
  'Infinity',
  'undefined',
  '"\\ud800"',
  '"\\u0000"',
  '{"__proto__":{"polluted":1}}',
  '{"a":1,"a":2}',
  '[1,]',
  '['.repeat(100_000) + ']'.repeat(100_000),
  '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000),
  `[${'0,'.repeat(100_000)}0]`,
  `[${'[],'.repeat(50_000)}[]]`,
  `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join()}}`,
];

export function pick<Value>(random: RandomStream, values: readonly Value[]): Value {
  return values[random.below(values.length)]!;
}

/** Bytes with a few mutations: bits flipped, parts cut, moved, doubled, filled, or taken from elsewhere. */
export function mutateBytes(random: RandomStream, bytes: Uint8Array): Uint8Array {
  let changed = Uint8Array.from(bytes);
  for (let edits = 1 + random.below(4); edits > 0; edits--) {
    // Headers are the most vulnerable part: half of the edits are near the start.
    const reach = random.below(2) === 0 ? Math.min(64, changed.length) : changed.length;
    const at = random.below(reach + 1);
    const length = Math.min(changed.length - at, 1 + random.below(16));
    const [before, part, after] = [
      changed.subarray(0, at),
      changed.subarray(at, at + length),
      changed.subarray(at + length),
    ];
    switch (random.below(8)) {
      case 0:
        if (at < changed.length) changed[at]! ^= 1 << random.below(8);
        break;
      case 1:
        changed = joined(before, after);
        break;
      case 2:
        changed = joined(before, part, part, after);
        break;
      case 3:
        changed = Uint8Array.from(before);
        break;
      case 4:
        changed = joined(
          changed,
          Uint8Array.from({ length: 1 + random.below(64) }, () => random.below(256)),
        );
        break;
      case 5:
        changed.fill(pick(random, [0, 1, 0x7f, 0x80, 0xff]), at, at + length);
        break;
      case 6:
        if (at + 4 <= changed.length) {
          const view = new DataView(changed.buffer, changed.byteOffset);
          view.setUint32(at, pick(random, numbers) >>> 0, random.below(2) === 0);
        }
        break;
      case 7:
        changed = joined(
          before,
          Uint8Array.from({ length }, () => random.below(256)),
          after,
        );
    }
  }
  return changed;
}

/** A JSON value with a few of its parts replaced, removed, doubled, or given other names. */
export function mutateJson(random: RandomStream, value: unknown): unknown {
  const copy: unknown = structuredClone(value);
  const root = { root: copy };
  for (let edits = 1 + random.below(3); edits > 0; edits--) {
    const places = placesIn(root);
    if (places.length === 0) break;
    const { holder, key } = pick(random, places);
    switch (random.below(6)) {
      case 0:
        Reflect.deleteProperty(holder, key);
        break;
      case 1:
        define(holder, pick(random, texts), holder[key]);
        break;
      case 2: {
        const found = holder[key];
        // A copy: an array whose constructor was damaged cannot be sliced.
        if (Array.isArray(found)) found.push(...[...found].slice(0, 1000));
        else
          define(
            holder,
            key,
            Array.from({ length: 1 + random.below(5) }, () => found),
          );
        break;
      }
      case 3:
        define(
          holder,
          key,
          Array.from({ length: 10 ** random.below(5) }, () => pick(random, numbers)),
        );
        break;
      case 4:
        define(holder, key, nested(10 ** random.below(5)));
        break;
      default:
        define(holder, key, pick(random, [...numbers, ...texts, null, true, [], {}]));
    }
  }
  return root.root;
}

/** A value as JSON text, at times with something wrong in the text itself. */
export function jsonText(random: RandomStream, value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  switch (random.below(20)) {
    case 0:
      return `\uFEFF${text}`;
    case 1:
    case 2:
      return new TextDecoder().decode(mutateBytes(random, new TextEncoder().encode(text)));
    case 3:
    case 4:
      return withLiteral(random, text);
    default:
      return text;
  }
}

/** JSON text with one value changed, or one entry duplicated. */
function withLiteral(random: RandomStream, text: string): string {
  const values = [...text.matchAll(/(?<=[:[,])(?:"[^"]{0,200}"|[-\d.e+]{1,30}|null|true|false)(?=[,\]}])/g)];
  if (values.length === 0) return pick(random, literals);
  const { index, 0: found } = pick(random, values);
  const literal = pick(random, literals);
  const entry = /"[^"]{0,100}":$/.exec(text.slice(Math.max(0, index - 103), index))?.[0];
  const put = entry !== undefined && random.below(3) === 0 ? `${found},${entry}${literal}` : literal;
  return text.slice(0, index) + put + text.slice(index + found.length);
}

export function anyText(random: RandomStream): string {
  if (random.below(2) === 0) return String(pick(random, [...texts, ...numbers]));
  return Array.from({ length: random.below(20) }, () => String.fromCodePoint(32 + random.below(900))).join(
    '',
  );
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** The first places, by depth: a value that was made huge before is not searched again. */
function placesIn(root: Record<string, unknown>): Place[] {
  const places: Place[] = [];
  const holders: Record<string, unknown>[] = [root];
  for (const holder of holders) {
    for (const key of Object.keys(holder).slice(0, 50)) {
      places.push({ holder, key });
      const value = holder[key];
      if (isHolder(value) && holders.length < 500) holders.push(value);
    }
  }
  return places;
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Like `JSON.parse`: `__proto__` is a key like any other. */
function define(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < Math.min(depth, 2000); level++)
    value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

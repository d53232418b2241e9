import { checkName } from '@atelier/checks';
import * as z from 'zod/mini';

/** The control of a value in a form: a choice of names, a switch, or a text box. */
export type Control =
  | { readonly kind: 'choice'; readonly names: readonly string[] }
  | { readonly kind: 'switch' }
  | { readonly kind: 'number' }
  | { readonly kind: 'text' };

/** The values of a setting, and their text form: of a flag, in a link, in a form. */
export interface Kind<Value> {
  /** Of the value in `run.json`. */
  readonly schema: z.ZodMiniType<Value>;
  /** The valid values in words, for messages: `a number above 0`. */
  readonly takes: string;
  readonly control: Control;
  /** @throws RangeError saying what is valid */
  readonly read: (text: string) => Value;
  readonly write: (value: Value) => string;
}

/** A finite number within the schema's range. */
export function number(schema: z.ZodMiniType<number>, takes: string): Kind<number> {
  return {
    schema,
    takes,
    control: { kind: 'number' },
    read: (text) => checked(schema, readNumber(text), takes),
    write: String,
  };
}

/** A count with an upper limit, checked before anything is built. */
export function countTo(most: number): Kind<number> {
  return number(z.int().check(z.minimum(1), z.maximum(most)), `a whole number from 1 to ${most}`);
}

export const seed: Kind<number> = number(z.int().check(z.minimum(0)), `a whole number from 0 to 2^53 - 1`);

/** From 0 to an upper limit. */
export function notNegativeTo(most: number): Kind<number> {
  return number(z.number().check(z.minimum(0), z.maximum(most)), `a number from 0 to ${most}`);
}

/** Above 0, to an upper limit. */
export function positiveTo(most: number): Kind<number> {
  return number(z.number().check(z.positive(), z.maximum(most)), `a number above 0, at most ${most}`);
}

/** From 0 to below 1. */
export const share: Kind<number> = number(
  z.number().check(z.minimum(0), z.lt(1)),
  'a number from 0 to below 1',
);

export function anyText(takes: string): Kind<string> {
  const schema = z.string().check(z.minLength(1));
  return {
    schema,
    takes,
    control: { kind: 'text' },
    read: (text) => checked(schema, text, takes),
    write: (text) => text,
  };
}

/** A switch on the command line: `--nesterov`, `--no-nesterov`. */
export const yesOrNo: Kind<boolean> = {
  schema: z.boolean(),
  takes: 'yes or no',
  control: { kind: 'switch' },
  read(text) {
    if (text !== 'yes' && text !== 'no') throw wrong('yes or no');
    return text === 'yes';
  },
  write: (on) => (on ? 'yes' : 'no'),
};

/** One of several names. */
export function choice<Name extends string>(subject: string, names: readonly Name[]): Kind<Name> {
  return {
    schema: z.enum(names),
    takes: names.join(', '),
    control: { kind: 'choice', names },
    read: (text) => checkName(subject, text, names),
    write: (name) => name,
  };
}

/** An optional value: a word means `null`. */
export function orNone<Value>(kind: Kind<Value>, word: string): Kind<Value | null> {
  const takes = `${kind.takes} (or ${word})`;
  return {
    schema: z.nullable(kind.schema),
    takes,
    control: { kind: 'text' },
    read(text) {
      if (text === word) return null;
      try {
        return kind.read(text);
      } catch {
        throw wrong(takes);
      }
    },
    write: (value) => (value === null ? word : kind.write(value)),
  };
}

/** A decimal number; NaN for any other text. `Number('')` would be 0, and `Number('0x10')` 16. */
export function readNumber(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
}

export function wrong(takes: string): RangeError {
  return new RangeError(`It takes ${takes}.`);
}

export function checked<Value>(schema: z.ZodMiniType<Value>, value: unknown, takes: string): Value {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw wrong(takes);
  return parsed.data;
}

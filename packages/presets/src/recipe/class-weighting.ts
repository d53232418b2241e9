import * as z from 'zod/mini';
import { checked, type Kind, readNumber, wrong } from './kind.ts';
import { limits } from './limits.ts';

/** Factors of classes' losses by name, 1 for those left out; or `balanced`, by which all classes count alike. */
export type ClassWeighting = 'balanced' | readonly (readonly [className: string, weight: number])[];

const takes = `balanced, or NAME=NUMBER for some classes, from 0 to ${limits.classWeight}, joined by commas, such as cat=2,dog=1 (or none)`;

/** A name may have commas and equals signs itself. */
const part = /\s*(.+?)\s*=\s*([-+]?[.\d][-+.\de]*)\s*(?:,|$)/gisy;

const pairs = z
  .array(
    z.tuple([
      z.string().check(z.minLength(1)),
      z.number().check(z.minimum(0), z.maximum(limits.classWeight)),
    ]),
  )
  .check(
    z.minLength(1),
    z.refine((each) => new Set(each.map(([name]) => name)).size === each.length),
    z.refine((each) => each.some(([, weight]) => weight > 0)),
    // What can be written can be read again.
    z.refine((each) => JSON.stringify(readPairs(writePairs(each))) === JSON.stringify(each)),
  );

/** `balanced`, or `cat=2,dog=1`; `none` for none. */
export const classWeighting: Kind<ClassWeighting | null> = {
  schema: z.nullable(z.union([z.literal('balanced'), pairs])),
  takes,
  control: { kind: 'text' },
  read(text) {
    if (text === 'none') return null;
    return text === 'balanced' ? text : checked(pairs, readPairs(text), takes);
  },
  write(value) {
    if (value === null) return 'none';
    return value === 'balanced' ? value : writePairs(value);
  },
};

function writePairs(value: Exclude<ClassWeighting, 'balanced'>): string {
  return value.map(([name, weight]) => `${name}=${weight}`).join(',');
}

function readPairs(text: string): (readonly [string, number])[] {
  const parts = Array.from(text.matchAll(part));
  const length = parts.reduce((sum, [whole]) => sum + whole.length, 0);
  if (parts.length === 0 || length !== text.length || text.endsWith(',')) throw wrong(takes);
  return parts.map(([, name = '', weight = '']) => [name, readNumber(weight)]);
}

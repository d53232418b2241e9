import * as z from 'zod/mini';
import { checked, type Kind } from './kind.ts';
import { limits } from './limits.ts';

const takes = 'names of layers joined by commas, * for any characters (or none)';

/** Names of layers: `conv_1,norm_*`. */
export const layerNames: Kind<readonly string[]> = {
  schema: z.array(z.string().check(z.regex(/^[\w./*-]{1,200}$/))).check(z.maxLength(limits.layers)),
  takes,
  control: { kind: 'text' },
  read: (text) =>
    checked(layerNames.schema, text === 'none' ? [] : text.split(',').map((name) => name.trim()), takes),
  write: (names) => (names.length === 0 ? 'none' : names.join(',')),
};

import * as z from 'zod/mini';
import { checked, type Kind } from './kind.ts';
import { limits } from './limits.ts';

const takes = 'at least 2 different names, joined by commas';

/** Names of classes in the order of their labels: `cat,dog`. A name has no comma, and no space at its ends. */
export const classNames: Kind<readonly string[]> = {
  schema: z.array(z.string().check(z.regex(/^[^,\s]([^,]*[^,\s])?$/))).check(
    z.minLength(2),
    z.maxLength(limits.classes),
    z.refine((names) => new Set(names).size === names.length),
  ),
  takes,
  control: { kind: 'text' },
  read: (text) =>
    checked(
      classNames.schema,
      text.split(',').map((name) => name.trim()),
      takes,
    ),
  write: (names) => names.join(','),
};

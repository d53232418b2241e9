import * as z from 'zod/mini';
import { checked, type Kind, readNumber } from './kind.ts';
import { limits } from './limits.ts';

const takes = `units such as 128 or 256,128 (or none), at most ${limits.units} in each of at most ${limits.layers} layers`;

/** Units of hidden layers: `128` or `256,128`; `none` for no hidden layer. */
export const hiddenUnits: Kind<readonly number[]> = {
  schema: z.readonly(
    z.array(z.int().check(z.minimum(1), z.maximum(limits.units))).check(z.maxLength(limits.layers)),
  ),
  takes,
  control: { kind: 'text' },
  read: (text) => checked(hiddenUnits.schema, text === 'none' ? [] : text.split(',').map(readNumber), takes),
  write: (units) => (units.length === 0 ? 'none' : units.join(',')),
};

import { type Averaging, averagingSchema, resolveAveraging } from '@atelier/training/settings';
import * as z from 'zod/mini';
import { type Kind, readNumber, wrong } from './kind.ts';
import { readParts } from './parts.ts';

const takes = 'ema, or ema,decay=SHARE such as 0.99 (or none)';

/** An average of the weights: `ema,decay=0.99`; `none` for none. */
export const average: Kind<Averaging | null> = {
  schema: z.nullable(averagingSchema),
  takes,
  control: { kind: 'text' },
  read(text) {
    if (text === 'none') return null;
    const [name, ...parts] = text.split(',');
    if (name !== 'ema') throw wrong(takes);
    const settings = readParts(parts).map(([key, value]) => [key, readNumber(value ?? '')] as const);
    return resolveAveraging({ name, ...Object.fromEntries(settings) });
  },
  write(value) {
    if (value === null) return 'none';
    const { name, decay } = value;
    return decay === resolveAveraging(name).decay ? name : `${name},decay=${decay}`;
  },
};

import type { Format } from './format.ts';
import { idx } from './idx.ts';

/** The data formats, in the order in which they are tried. */
export const formats: readonly Format[] = [idx];

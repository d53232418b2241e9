import { cifar } from './cifar.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { idx } from './idx.ts';
import { npz } from './npz.ts';
import { pictures } from './pictures.ts';

/** The data formats, in the order in which they are tried. */
export const formats: readonly Format[] = [idx, npz, cifar, pictures, csv];

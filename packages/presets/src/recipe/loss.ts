import { checkName } from '@atelier/checks';
import { losses, type LossName, lossNames } from '@atelier/training/settings';
import * as z from 'zod/mini';
import type { Kind } from './kind.ts';

/** `sparse: cross-entropy with class indices; …` */
export const lossHelp: string = lossNames
  .map((name) => `${losses[name].shortName}: ${losses[name].summary}`)
  .join('; ');

const names = lossNames.map((name) => losses[name].shortName);

export const loss: Kind<LossName> = {
  schema: z.enum(lossNames),
  takes: names.join(', '),
  control: { kind: 'choice', names },
  read(text) {
    const short = checkName('loss', text, names);
    return lossNames[names.indexOf(short)]!;
  },
  write: (name) => losses[name].shortName,
};

import * as z from 'zod/mini';
import type { Kind } from './kind.ts';
import { givenLayers } from './layers/given-layers.ts';
import { parseLayers } from './layers/parse-layers.ts';
import { writeLayers } from './layers/write-layers.ts';

/** An architecture as text, each layer in the words that `writeLayers` has for it. */
export const layerText: Kind<string> = {
  schema: z.string().check(z.refine((text) => text === givenLayers || isArchitecture(text))),
  takes: 'layers such as conv 16 3x3, pool 2, dense 64',
  control: { kind: 'text' },
  read: (text) => writeLayers(parseLayers(text)),
  write: (text) => text,
};

function isArchitecture(text: string): boolean {
  try {
    parseLayers(text);
    return true;
  } catch {
    return false;
  }
}

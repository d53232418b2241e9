import * as activations from './activations.ts';
import type { ClassifierParts } from './create-classifier.ts';
import * as decoders from './decoders.ts';
import * as layers from './layers.ts';
import { placeNothing } from './place-nothing.ts';

/** Everything that a network may need; it takes raw pixels. */
export const parts: ClassifierParts = { ...layers, ...activations, ...decoders, place: placeNothing };

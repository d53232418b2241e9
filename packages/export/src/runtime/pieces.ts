/** What exported scripts consist of: the build makes one piece of each declaration, and an export contains those that it needs. */
export { placeColours, placeGray, placeScene } from '@atelier/datasets/browser';
export * from './activations.ts';
export { createClassifier } from './create-classifier.ts';
export * from './decoders.ts';
export * from './layers.ts';
export { placeNothing } from './place-nothing.ts';

export { type ConformanceCase, conformanceCases } from './cases.ts';
export { type ReferenceLoss, referenceLosses } from './reference-losses.ts';
export { baseNetwork, buildModel, type Network } from './network.ts';
export { type ReferenceBatch, ReferenceTrainer } from './reference.ts';

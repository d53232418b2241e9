export { conformanceCases } from './cases.ts';
export type { ConformanceCase } from './conformance-case.ts';
export { type ReferenceLoss, referenceLosses } from './reference-losses.ts';
export { baseNetwork, buildModel, type Network } from './network.ts';
export { type ReferenceBatch, ReferenceTrainer } from './reference.ts';
export {
  type Batch,
  conv,
  depthwiseConv,
  type Frame,
  globalPool,
  join,
  normalize,
  pool,
  type Sliding,
  sumOf,
  zeroPad,
} from './reference-pictures.ts';

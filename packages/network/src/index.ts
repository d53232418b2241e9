export { checkCost } from './check-cost.ts';
export { NetworkError } from './error.ts';
export { type DescribedModel, networkFromTopology, networkOf } from './from-topology.ts';
export type { ActivationName, Constraint, Initializer, Padding, Pair, Regularizer } from './layers/fields.ts';
export type { LayerClass, LayerConfigs } from './layers/kinds.ts';
export type { Cost, Layer, Network, Penalty, Weight } from './network.ts';
export { type Shape, sizeOf } from './shape.ts';
export { makeLayer } from './make-layer.ts';
export { topologyOf } from './to-topology.ts';

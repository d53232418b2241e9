import { multiply } from './multiply.ts';
import type { RunLayer } from './run-layer.ts';

export const Dense: RunLayer<'Dense'> = ({ shape: outputShape }, [input], _, { kernel, bias }) =>
  multiply(input!, kernel!, bias, outputShape.at(-1)!);

import type { RunLayer } from './run-layer.ts';

export const LeakyReLU: RunLayer<'LeakyReLU'> = ({ config }, [input]) =>
  input!.map((value) => (value > 0 ? value : config.alpha * value));

export const ReLU: RunLayer<'ReLU'> = ({ config }, [input]) =>
  input!.map((value) => Math.min(Math.max(value, 0), config.maxValue ?? Infinity));

export const Rescaling: RunLayer<'Rescaling'> = ({ config }, [input]) =>
  input!.map((value) => value * config.scale + config.offset);

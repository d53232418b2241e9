import type { RunLayer } from './run-layer.ts';

/** By the moving statistics. */
export const BatchNormalization: RunLayer<'BatchNormalization'> = (
  { config },
  [input],
  _,
  { gamma, beta, moving_mean: mean, moving_variance: variance },
) =>
  input!.map((value, at) => {
    const channel = at % mean!.length;
    const scale = (gamma?.[channel] ?? 1) / Math.sqrt(variance![channel]! + config.epsilon);
    return (value - mean![channel]!) * scale + (beta?.[channel] ?? 0);
  });

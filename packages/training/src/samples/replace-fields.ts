import type { Samples } from './samples.ts';

/** Samples with other values in some fields. Each is named: a spread would leave out those that are getters of a class. */
export function replaceFields(samples: Samples, changes: Partial<Samples>): Samples {
  const { images, count, height, width, channels, layout, labels, targets } = samples;
  return { images, count, height, width, channels, layout, labels, targets, ...changes };
}

import { nearestName } from '@atelier/checks';
import type { Samples } from './samples.ts';

const fields: Readonly<Record<keyof Samples, true>> = {
  images: true,
  count: true,
  height: true,
  width: true,
  channels: true,
  layout: true,
  labels: true,
  targets: true,
};

/** Under which name samples have a field that they lack: `lables` for `labels`. */
export function misspeltField(samples: Samples, field: keyof Samples): string | undefined {
  return nearestName(
    field,
    Object.keys(samples).filter((name) => !Object.hasOwn(fields, name)),
  );
}

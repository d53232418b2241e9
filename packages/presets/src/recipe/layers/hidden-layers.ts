import { givenLayers } from './given-layers.ts';
import { parseLayers } from './parse-layers.ts';
import { writeLayers } from './write-layers.ts';

/** The architecture that units of hidden dense layers are short for: `dense 128, dense 64, output` for 128 and 64. */
export function hiddenLayers(units: readonly number[]): string {
  return writeLayers([
    ...units.map((count) => ({ kind: 'dense', units: count }) as const),
    { kind: 'output' },
  ]);
}

/** The units of an architecture that `hiddenLayers` makes; nothing for another. */
export function hiddenUnitsOf(layers: string): readonly number[] | undefined {
  if (layers === givenLayers) return undefined;
  const units = parseLayers(layers).flatMap((layer) => (layer.kind === 'dense' ? [layer.units] : []));
  return hiddenLayers(units) === layers ? units : undefined;
}

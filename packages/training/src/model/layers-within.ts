import type { Layer } from './layers-of.ts';

/** A layer as another's settings hold it. */
interface LayerDescription {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A layer's description, and those of the layers in it: of a wrapper, or the cell of a recurrent one. */
export function layersWithin(layer: Layer): readonly LayerDescription[] {
  return describedIn({ className: layer.getClassName(), config: layer.getConfig() });
}

function describedIn(value: unknown): LayerDescription[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(describedIn);
  return isDescription(value) ? [value, ...inner] : inner;
}

function isDescription(value: object): value is LayerDescription {
  return (
    'className' in value &&
    typeof value.className === 'string' &&
    'config' in value &&
    typeof value.config === 'object' &&
    value.config !== null
  );
}

import * as z from 'zod/mini';
import { NetworkError, quoted } from './error.ts';
import { type LayerClass, type LayerConfigs, layerKinds } from './layers/kinds.ts';
import type { LayerKind, LayerWeight } from './layers/layer-kind.ts';
import type { Layer, Weight } from './network.ts';
import { type Shape, sizeOf } from './shape.ts';

/** A layer as a model's description has it, with its place among the others. */
export interface LayerEntry {
  readonly className: unknown;
  readonly name: string;
  readonly config: unknown;
}

export interface LayerPlace {
  readonly ordinal: number;
  readonly inputs: readonly number[];
  readonly inputShapes: readonly Shape[];
}

/** Settings of layers of all classes. */
const common = z.object({
  trainable: z.nullish(z.boolean('true or false')),
  dtype: z.nullish(z.literal('float32', 'float32')),
});

/** @throws NetworkError naming the layer and what is wrong with it */
export function makeLayer({ className, name, config }: LayerEntry, place: LayerPlace): Layer {
  const label = `Layer "${name}" (${typeof className === 'string' ? quoted(className).slice(1, -1) : quoted(className)})`;
  if (!isLayerClass(className)) throw new NetworkError(`${label} is of a class that is not supported`);
  try {
    return describe(className, name, config, place);
  } catch (error) {
    if (error instanceof NetworkError) throw new NetworkError(`${label} ${error.message}`, { cause: error });
    throw error;
  }
}

function isLayerClass(name: unknown): name is LayerClass {
  return typeof name === 'string' && Object.hasOwn(layerKinds, name);
}

function describe<Kind extends LayerClass>(
  className: Kind,
  name: string,
  settings: unknown,
  place: LayerPlace,
): Layer<Kind> {
  const kind: LayerKind<LayerConfigs[Kind]> = layerKinds[className];
  const count = place.inputs.length;
  if (kind.joins ? count < 2 : count !== 1) {
    throw new NetworkError(`takes ${kind.joins ? '2 inputs or more' : '1 input'}; found ${count}`);
  }
  const trainable = parse(common, settings).trainable ?? true;
  const config = parse(kind.config, settings);
  const described = kind.describe(config, place.inputShapes);
  const { outputShape, weights: own = [] } = described;
  const weights = own.map((weight) => weightOf(name, trainable, weight));
  const positions = sizeOf(outputShape.slice(0, -1));
  const { multiplications = positions * sumOf(weights.map(({ shape }) => sizeOf(shape))) } = described;
  return { kind: className, name, config, trainable, ...place, outputShape, weights, multiplications };
}

function weightOf(layer: string, trainable: boolean, weight: LayerWeight): Weight {
  const { l1, l2 } = weight.regularizer?.config ?? { l1: 0, l2: 0 };
  return {
    name: `${layer}/${weight.name}`,
    shape: weight.shape,
    trainable: trainable && weight.statistic !== true,
    penalty: { l1, l2 },
    constraint: weight.constraint ?? undefined,
  };
}

/** @throws NetworkError naming the setting, what was found, and what is expected */
function parse<Parsed>(schema: z.ZodMiniType<Parsed>, settings: unknown): Parsed {
  const parsed = z.safeParse(schema, settings);
  if (parsed.success) return parsed.data;
  const [{ path, message } = { path: [], message: '' }] = parsed.error.issues;
  const found = path.reduce<unknown>((value, key) => Object(value)[key], settings);
  throw new NetworkError(`has ${path.map(String).join('.')} ${quoted(found)}; expected ${message}`);
}

export function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

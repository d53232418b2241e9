import { canonical } from './canonical.ts';
import { NetworkError, quoted } from './error.ts';
import type { LayerEntry } from './make-layer.ts';
import { runningOrder } from './running-order.ts';
import type { Shape } from './shape.ts';

/** Far more layers than a model that trains on a CPU has. */
const limits = { layers: 1024, connections: 4096, axes: 5 } as const;

/** What TensorFlow.js accepts as the name of a tensor, which includes the layer's name. */
const layerName = /^[A-Za-z0-9][\w./-]{0,199}$/;

/** The graph of a model's description, before its layers' settings are read. */
export interface ModelGraph {
  readonly name: string;
  readonly form: 'Sequential' | 'Model';
  readonly input: { readonly shape: Shape; readonly layer: string | undefined };
  /** In running order, without the InputLayer; the last gives the output. */
  readonly layers: readonly (LayerEntry & { readonly inputs: readonly number[] })[];
}

/**
 * Reads the graph of a model with one input and one output.
 *
 * @param topology of `model.json`, or what `toJSON` of a model gives
 * @throws NetworkError saying what is wrong with it
 */
export function readModel(topology: unknown): ModelGraph {
  const whole = record(canonical(topology));
  const { className, config } = record(whole['modelConfig'] ?? whole);
  if (className === 'Sequential') return readSequential(config);
  if (className === 'Model' || className === 'Functional') return readGraph(record(config));
  throw new NetworkError(`${quoted(className)} is not a model: Sequential, Model and Functional are`);
}

function readSequential(config: unknown): ModelGraph {
  const { name, layers: list } = Array.isArray(config) ? { name: undefined, layers: config } : record(config);
  const layers = layersOf(list);
  const [first, ...others] = layers;
  if (!first) throw new NetworkError('The model has no layers');
  checkNames(layers);
  const second = others.find(({ className }) => className === 'InputLayer');
  if (second)
    throw new NetworkError(`Layer "${second.name}" is an input that is not the model's first layer`);
  const explicit = first.className === 'InputLayer';
  const chain = explicit ? others : layers;
  if (chain.length === 0) throw new NetworkError('The model has no layers but its input');
  return {
    name: textOf(name, 'sequential'),
    form: 'Sequential',
    input: { shape: inputShape(first), layer: explicit ? first.name : undefined },
    layers: chain.map((layer, index) => ({ ...layer, inputs: [index - 1] })),
  };
}

function readGraph(config: Record<string, unknown>): ModelGraph {
  const layers = layersOf(config['layers']);
  checkNames(layers);
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const inputsOf = new Map(layers.map((layer) => [layer.name, inboundLayers(layer)]));
  const connections = [...inputsOf.values()].reduce((sum, inputs) => sum + inputs.length, 0);
  if (connections > limits.connections) {
    throw new NetworkError(`A model has at most ${limits.connections} connections; found ${connections}`);
  }
  const input = onlyLayer('input', config['inputLayers']);
  const order = runningOrder(onlyLayer('output', config['outputLayers']), inputsOf);
  const unused = layers.find(({ name }) => !order.includes(name));
  if (unused) throw new NetworkError(`Layer "${unused.name}" is not part of the model's output`);
  const entry = layers.find(({ className }) => className === 'InputLayer');
  const other = layers.find((layer) => layer.className === 'InputLayer' && layer.name !== input);
  if (!entry || other) {
    throw new NetworkError(
      other
        ? `The model has one input, "${input}"; found the input "${other.name}"`
        : `The model has no input layer`,
    );
  }
  // Every layer depends on the input, so it comes first.
  const names = order.slice(1);
  if (names.length === 0) throw new NetworkError('The model has no layers but its input');
  const indices = new Map(names.map((name, index) => [name, index]));
  return {
    name: textOf(config['name'], 'model'),
    form: 'Model',
    input: { shape: inputShape(entry), layer: entry.name },
    layers: names.flatMap((name) => {
      const layer = byName.get(name);
      const inputs = inputsOf.get(name)?.map((each) => indices.get(each) ?? -1) ?? [];
      return layer ? [{ ...layer, inputs }] : [];
    }),
  };
}

interface RawLayer extends LayerEntry {
  readonly inboundNodes: unknown;
}

function layersOf(list: unknown): RawLayer[] {
  if (!Array.isArray(list)) throw new NetworkError('A model has a list of layers');
  if (list.length > limits.layers) {
    throw new NetworkError(`A model has at most ${limits.layers} layers; found ${list.length}`);
  }
  return list.map((item: unknown) => {
    const { className, name, config, inboundNodes } = record(item);
    const own = record(config)['name'];
    if (typeof own !== 'string' || !layerName.test(own)) {
      throw new NetworkError(
        `A layer's name is of letters, digits and . _ / -, and begins with a letter or digit; found ${quoted(own)}`,
      );
    }
    if (name !== undefined && name !== own) {
      throw new NetworkError(`Layer "${own}" has a second name, ${quoted(name)}`);
    }
    return { className, name: own, config, inboundNodes };
  });
}

function checkNames(layers: readonly RawLayer[]): void {
  const names = new Set<string>();
  for (const { name } of layers) {
    if (names.has(name)) throw new NetworkError(`Two layers are named "${name}"`);
    names.add(name);
  }
}

/** The names of the layers whose outputs a layer takes. */
function inboundLayers({ name, className, inboundNodes }: RawLayer): string[] {
  const nodes: readonly unknown[] = Array.isArray(inboundNodes) ? inboundNodes : [undefined];
  if (className === 'InputLayer' && nodes.length === 0) return [];
  if (nodes.length !== 1) {
    throw new NetworkError(`Layer "${name}" is used ${nodes.length} times; a network uses each layer once`);
  }
  const [node] = nodes;
  if (className === 'InputLayer' || !Array.isArray(node) || node.length === 0) {
    throw new NetworkError(
      `Layer "${name}" has no list of the layers that it takes: ${quoted(inboundNodes)}`,
    );
  }
  return node.map((input: unknown) => {
    const [layer, call, tensor, options] = Array.isArray(input) ? input : [];
    const plain = options === undefined || (options !== null && Object.keys(Object(options)).length === 0);
    if (typeof layer === 'string' && call === 0 && tensor === 0 && plain) return layer;
    throw new NetworkError(`Layer "${name}" takes ${quoted(input)}; expected ["layer", 0, 0]`);
  });
}

function onlyLayer(what: 'input' | 'output', list: unknown): string {
  if (!Array.isArray(list) || list.length !== 1) {
    throw new NetworkError(
      `The model has to have one ${what}; found ${Array.isArray(list) ? list.length : quoted(list)}`,
    );
  }
  const [first] = list;
  const [name, call, tensor]: unknown[] = Array.isArray(first) ? first : [];
  if (typeof name === 'string' && call === 0 && tensor === 0) return name;
  throw new NetworkError(`The model's ${what} is ${quoted(first)}; expected ["layer", 0, 0]`);
}

/** The input shape in a first layer, without the batch axis. */
function inputShape({ name, config }: LayerEntry): Shape {
  const { batchInputShape: shape, sparse } = record(config);
  const label = `The input layer "${name}"`;
  if (!Array.isArray(shape)) throw new NetworkError(`${label} has no batch_input_shape`);
  const [batch, ...lengths]: unknown[] = shape;
  if (batch !== null) {
    throw new NetworkError(`${label} has to take any number of images: batch_input_shape ${quoted(shape)}`);
  }
  if (sparse !== undefined && sparse !== false) throw new NetworkError(`${label} takes sparse tensors`);
  const known = lengths.filter(
    (length): length is number => Number.isSafeInteger(length) && typeof length === 'number' && length >= 1,
  );
  if (lengths.length === 0 || lengths.length > limits.axes || known.length !== lengths.length) {
    throw new NetworkError(
      `${label} has batch_input_shape ${quoted(shape)}; expected 1 to ${limits.axes} known sizes`,
    );
  }
  return known;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function textOf(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

import { makeLayer, NetworkError, type Shape, sizeOf } from '@atelier/network';
import { streamKey } from '@atelier/random';
import { lossNamed, unitsFor } from '@atelier/training/settings';
import { initializers, type LayersModel, layers as tfjs, regularizers } from '@tensorflow/tfjs-layers';
import type { ActivationName } from './recipe/activation.ts';
import type { Architecture } from './recipe/architecture-settings.ts';
import type { Layer, Pair } from './recipe/layers/layer.ts';
import { activationOf } from './recipe/layers/settings-without-effect.ts';
import { writeLayer } from './recipe/layers/write-layers.ts';

type TfjsLayer = LayersModel['layers'][number];

/** A layer that has no weights yet, and the places of those whose outputs it takes; -1 is the model's input. */
export interface GraphLayer {
  readonly layer: TfjsLayer;
  readonly inputs: readonly number[];
  readonly outputShape: Shape;
}

export interface GraphOptions extends Omit<Architecture, 'layers'> {
  readonly layers: readonly Layer[];
  readonly inputShape: Shape;
  readonly classes: number;
  readonly seed: number;
  readonly normMomentum: number;
}

/** Half a gigabyte of weights. */
const mostParameters = 2 ** 27;

/**
 * The layers of a classifier, from the division of the pixels to the output. Each is checked against the shapes before it;
 * nothing is computed.
 *
 * @throws RangeError naming a layer that does not fit its input, and the size there
 */
export function layerGraph(options: GraphOptions): readonly GraphLayer[] {
  const { layers, classes, loss, inputShape } = options;
  const described = lossNamed(loss);
  const units = unitsFor(described, classes);
  const graph = new Graph(options);
  // The division is part of the model, so that a saved model takes raw pixels wherever it is loaded.
  graph.add('rescaling', tfjs.rescaling({ name: 'rescaling', scale: 1 / 255, inputShape: [...inputShape] }));
  const last = layers.at(-1);
  const isOutput =
    last?.kind === 'output' ||
    (last?.kind === 'dense' && last.activation === undefined && last.units === units);
  graph.addAll(isOutput ? layers.slice(0, -1) : layers);
  graph.addDense('output', 'output', { units, activation: described.output });
  return graph.layers;
}

class Graph {
  readonly layers: GraphLayer[] = [];
  readonly #options: GraphOptions;
  readonly #counts = new Map<string, number>();
  #parameters = 0;

  constructor(options: GraphOptions) {
    this.#options = options;
  }

  /** Where the last layer stands. */
  get #end(): number {
    return this.layers.length - 1;
  }

  #shapeAt(index: number): Shape {
    return this.layers[index]?.outputShape ?? this.#options.inputShape;
  }

  /** @param text what a message calls the layer */
  add(text: string, layer: TfjsLayer, inputs: readonly number[] = [this.#end]): void {
    const inputShapes = inputs.map((index) => this.#shapeAt(index));
    const entry = { className: layer.getClassName(), name: layer.name, config: layer.getConfig() };
    try {
      const { outputShape, weights } = makeLayer(entry, { ordinal: 0, inputs, inputShapes });
      this.layers.push({ layer, inputs, outputShape });
      this.#parameters += weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      const { cause } = error;
      const reason = cause instanceof NetworkError ? cause.message : `does not fit: ${error.message}`;
      throw new RangeError(`"${text}" ${reason}`, { cause: error });
    }
    if (this.#parameters > mostParameters) {
      throw new RangeError(`"${text}" makes it ${this.#parameters} parameters; at most ${mostParameters}`);
    }
  }

  /** @param prefix of the layers' names */
  addAll(layers: readonly Layer[], prefix = ''): void {
    for (const [index, layer] of layers.entries()) this.#addOne(layer, layers[index + 1], prefix);
  }

  addDense(text: string, name: string, { units, activation, useBias = true }: DenseSettings): void {
    if (this.#shapeAt(this.#end).length > 1) {
      this.add(text, tfjs.flatten({ name: 'flatten' }));
    }
    const settings = {
      units,
      activation,
      useBias,
      biasInitializer: 'zeros',
      ...this.#kernel('kernel', name),
    } as const;
    this.add(text, tfjs.dense({ name, ...settings }));
  }

  #addOne(layer: Layer, next: Layer | undefined, prefix: string): void {
    const text = writeLayer(layer);
    switch (layer.kind) {
      case 'conv':
      case 'separable':
      case 'depthwise': {
        const name = this.#name(prefix, layer.kind);
        const { activation, after } = this.#activations(layer, next);
        const settings = {
          name,
          kernelSize: mutable(layer.kernel),
          strides: mutable(layer.strides),
          padding: layer.padding,
          activation,
          useBias: next?.kind !== 'norm',
        };
        if (layer.kind === 'conv') {
          this.add(
            text,
            tfjs.conv2d({ ...settings, filters: layer.filters, ...this.#kernel('kernel', name) }),
          );
        } else if (layer.kind === 'depthwise') {
          this.add(text, tfjs.depthwiseConv2d({ ...settings, ...this.#kernel('depthwise', name) }));
        } else {
          const pointwise = this.#kernel('pointwise', name);
          const kernels = { ...this.#kernel('depthwise', name), ...pointwise };
          const made: TfjsLayer = tfjs.separableConv2d({ ...settings, filters: layer.filters, ...kernels });
          // TensorFlow.js gives both kernels the depthwise one's initializer, which would draw the same numbers twice.
          this.add(text, Object.assign(made, pointwise));
        }
        if (after) this.#addActivation(text, after, prefix);
        return;
      }
      case 'dense': {
        const { activation, after } = this.#activations(layer, next);
        const useBias = next?.kind !== 'norm';
        this.addDense(text, this.#name(prefix, 'hidden'), { units: layer.units, activation, useBias });
        if (after) this.#addActivation(text, after, prefix);
        const { dropout: rate } = this.#options;
        if (rate > 0) this.add(text, tfjs.dropout({ name: this.#name(prefix, 'dropout'), rate }));
        return;
      }
      case 'pool':
      case 'average-pool': {
        const { kind, size, strides, padding } = layer;
        const settings = { poolSize: mutable(size), strides: mutable(strides), padding };
        const name = this.#name(prefix, kind);
        this.add(
          text,
          kind === 'pool'
            ? tfjs.maxPooling2d({ name, ...settings })
            : tfjs.averagePooling2d({ name, ...settings }),
        );
        return;
      }
      case 'global-average':
        return this.add(text, tfjs.globalAveragePooling2d({ name: this.#name(prefix, layer.kind) }));
      case 'global-max':
        return this.add(text, tfjs.globalMaxPooling2d({ name: this.#name(prefix, layer.kind) }));
      case 'norm':
        return this.add(
          text,
          tfjs.batchNormalization({
            name: this.#name(prefix, layer.kind),
            momentum: this.#options.normMomentum,
          }),
        );
      case 'dropout':
        return this.add(text, tfjs.dropout({ name: this.#name(prefix, layer.kind), rate: layer.rate }));
      case 'activation':
        return this.#addActivation(text, layer.activation, prefix);
      case 'residual':
        return this.#addResidual(text, layer.layers, `${this.#name(prefix, layer.kind)}_`);
      case 'output':
        throw new RangeError('output is the last layer of all');
    }
  }

  #addResidual(text: string, layers: readonly Layer[], prefix: string): void {
    const start = this.#end;
    this.addAll(layers, prefix);
    const end = this.#end;
    const [from, to] = [this.#shapeAt(start), this.#shapeAt(end)];
    let shortcut = start;
    if (from.join() !== to.join()) {
      this.add(text, this.#projection(`${prefix}projection`, from, to), [start]);
      shortcut = this.#end;
      const found = this.#shapeAt(shortcut);
      if (found.join() !== to.join()) {
        throw new RangeError(
          `"${text}" makes ${to.join('x')} of ${from.join('x')}, to which its input cannot be added; "same" keeps the size`,
        );
      }
    }
    this.add(text, tfjs.add({ name: `${prefix}add` }), [end, shortcut]);
  }

  /** A 1x1 convolution, or a dense layer, to the shape that the layers beside it make, as near as strides come. */
  #projection(name: string, from: Shape, to: Shape): TfjsLayer {
    const [rows = 1, columns = 1] = from;
    const [height = 1, width = 1] = to;
    const filters = to.at(-1) ?? 1;
    if (from.length === 1)
      return tfjs.dense({ name, units: filters, useBias: false, ...this.#kernel('kernel', name) });
    return tfjs.conv2d({
      name,
      filters,
      kernelSize: 1,
      strides: [Math.ceil(rows / height), Math.ceil(columns / width)],
      padding: 'same',
      useBias: false,
      ...this.#kernel('kernel', name),
    });
  }

  #addActivation(text: string, activation: ActivationName, prefix: string): void {
    if (activation === 'leakyRelu') {
      this.add(text, tfjs.leakyReLU({ name: this.#name(prefix, 'leaky_relu'), alpha: 0.3 }));
    } else {
      this.add(text, tfjs.activation({ name: this.#name(prefix, activation), activation }));
    }
  }

  /** What a layer applies itself, and what TensorFlow.js has only as a layer of its own. */
  #activations(
    layer: { readonly activation?: ActivationName },
    next: Layer | undefined,
  ): { readonly activation: Exclude<ActivationName, 'leakyRelu'>; readonly after?: 'leakyRelu' } {
    const own = activationOf(layer, next, this.#options.activation);
    return own === 'leakyRelu' ? { activation: 'linear', after: own } : { activation: own };
  }

  /** Keras' initializer, seeded by the layer's name, and the recipe's penalty, for a kernel of a layer. */
  #kernel(kernel: 'kernel' | 'depthwise' | 'pointwise', layer: string): object {
    const { l1, l2, seed } = this.#options;
    const stream = kernel === 'kernel' ? layer : `${layer}/${kernel}`;
    return {
      [`${kernel}Initializer`]: initializers.glorotUniform({
        seed: streamKey(seed, 'initial weights', stream),
      }),
      ...((l1 > 0 || l2 > 0) && { [`${kernel}Regularizer`]: regularizers.l1l2({ l1, l2 }) }),
    };
  }

  #name(prefix: string, kind: string): string {
    const name = `${prefix}${kind.replace('-', '_')}`;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return `${name}_${count}`;
  }
}

interface DenseSettings {
  readonly units: number;
  readonly activation: 'relu' | 'elu' | 'tanh' | 'sigmoid' | 'linear' | 'softmax';
  readonly useBias?: boolean;
}

function mutable([height, width]: Pair): [number, number] {
  return [height, width];
}

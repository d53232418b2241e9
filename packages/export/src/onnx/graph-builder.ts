import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  type AttributeProtoSchema,
  type NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
} from './onnx_pb.ts';

/** ONNX's numbers of data types. */
export const dataTypes = { float32: 1, uint8: 2, int64: 7 } as const;

/** A tensor in the graph. Its axes are those of a sample, with the batch before them. */
export interface Value {
  readonly name: string;
  /** Where the channels are: last, as in TensorFlow.js, or after the batch, as ONNX's operators want them. */
  readonly layout: 'channels last' | 'channels first';
  /** Axes with the batch. */
  readonly axes: number;
}

/** Attributes of a node: floats have to be said to be such. */
export type Attributes = Readonly<Record<string, bigint | { readonly float: number } | readonly number[]>>;

/** Collects the nodes and weights of a graph in running order. */
export class GraphBuilder {
  readonly nodes: MessageInitShape<typeof NodeProtoSchema>[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #transposed = new Map<string, Value>();
  readonly #numbers = new Map<number, string>();
  readonly #names: Set<string>;

  /** @param reserved names that no node and no weight may have */
  constructor(reserved: readonly string[]) {
    this.#names = new Set(reserved);
  }

  /** Adds a node, and gives the name of its output, which is the node's own: `wanted`, unless that is taken. */
  node(wanted: string, type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const name = this.#unique(wanted);
    this.nodes.push({
      name,
      opType: type,
      input: [...inputs],
      output: [name],
      attribute: Object.entries(attributes).map(([key, value]) => attributeOf(key, value)),
    });
    return name;
  }

  /** Adds a tensor of weights, and gives its name. */
  floats(name: string, shape: readonly number[], values: Float32Array): string {
    return this.#tensor(name, dataTypes.float32, shape, values);
  }

  integers(name: string, values: readonly number[]): string {
    return this.#tensor(name, dataTypes.int64, [values.length], BigInt64Array.from(values, BigInt));
  }

  /** A number, which is there once however often it is used. */
  number(value: number): string {
    const known = this.#numbers.get(value) ?? this.floats(`number/${value}`, [], Float32Array.of(value));
    this.#numbers.set(value, known);
    return known;
  }

  /** The value with its channels where an operator wants them. */
  withLayout(value: Value, layout: Value['layout']): Value {
    // Without places there is only one order.
    if (value.layout === layout || value.axes < 3) return { ...value, layout };
    const name = `${value.name}/${layout.replace(' ', '_')}`;
    const known = this.#transposed.get(name);
    if (known) return known;
    const places = Array.from({ length: value.axes - 2 }, (_, index) => index + 1);
    const perm =
      layout === 'channels first'
        ? [0, value.axes - 1, ...places]
        : [0, ...places.map((place) => place + 1), 1];
    const transposed = { ...value, name: this.node(name, 'Transpose', [value.name], { perm }), layout };
    this.#transposed.set(name, transposed);
    return transposed;
  }

  #unique(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#names.has(name); count++) name = `${wanted}_${count}`;
    this.#names.add(name);
    return name;
  }

  #tensor(
    wanted: string,
    dataType: number,
    shape: readonly number[],
    { buffer, byteOffset, byteLength }: Float32Array | BigInt64Array,
  ): string {
    const name = this.#unique(wanted);
    const rawData = new Uint8Array(buffer, byteOffset, byteLength).slice();
    this.initializers.push(create(TensorProtoSchema, { name, dataType, dims: shape.map(BigInt), rawData }));
    return name;
  }
}

function attributeOf(name: string, value: Attributes[string]): MessageInitShape<typeof AttributeProtoSchema> {
  if (typeof value === 'bigint') return { name, type: 2, i: value };
  if ('float' in value) return { name, type: 1, f: value.float };
  return { name, type: 7, ints: value.map(BigInt) };
}

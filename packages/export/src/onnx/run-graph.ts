import { ExportError } from '../error.ts';
import type { ModelProto, NodeProto, TensorProto } from './onnx_pb.ts';
import type { ArrayValue } from './arrays.ts';
import { operators } from './operators.ts';

/**
 * Computes a graph's output for one picture, as its operators are defined: only those, and only the attributes, that an
 * exported classifier has.
 *
 * @throws ExportError for any other graph
 */
export function runGraph({ graph }: ModelProto, pixels: Uint8Array): Float32Array {
  const [input] = graph?.input ?? [];
  const [output] = graph?.output ?? [];
  if (!graph || !input || !output) throw new ExportError('The file has no graph with an input and an output');
  const values = new Map(graph.initializer.map((tensor) => [tensor.name, arrayOf(tensor)]));
  values.set(input.name, { shape: inputShape(input), values: Float32Array.from(pixels) });
  for (const node of graph.node) values.set(node.output[0] ?? '', runNode(node, values));
  const result = values.get(output.name);
  if (!result) throw new ExportError(`No node of the graph makes "${output.name}"`);
  return Float32Array.from(result.values);
}

function runNode(node: NodeProto, values: ReadonlyMap<string, ArrayValue>): ArrayValue {
  const run = operators[node.opType];
  if (!run) throw new ExportError(`The graph has the operator ${node.opType}`);
  const inputs = node.input.map((name) => {
    const value = values.get(name);
    if (value) return value;
    throw new ExportError(`Node "${node.name}" takes "${name}", which nothing before it makes`);
  });
  return run(inputs, new Map(node.attribute.map((attribute) => [attribute.name, attribute])));
}

function inputShape({ type }: NonNullable<ModelProto['graph']>['input'][number]): number[] {
  const { value } = type ?? {};
  const dims = value?.case === 'tensorType' ? (value.value.shape?.dim ?? []) : [];
  return dims.map((dim) => (dim.value.case === 'dimValue' ? Number(dim.value.value) : 1));
}

function arrayOf({ dims, dataType, rawData }: TensorProto): ArrayValue {
  const shape = dims.map(Number);
  const { buffer } = Uint8Array.from(rawData);
  const isInteger = dataType === 7;
  return {
    shape,
    values: isInteger ? Float32Array.from(new BigInt64Array(buffer), Number) : new Float32Array(buffer),
  };
}

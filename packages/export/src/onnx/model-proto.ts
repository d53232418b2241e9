import { create } from '@bufbuild/protobuf';
import { type ExportedModel, pictureShape, positionOf, weightsByLayer } from '../exported-model.ts';
import { addLayer } from './add-layer.ts';
import { dataTypes, GraphBuilder, type Value } from './graph-builder.ts';
import { type ModelProto, ModelProtoSchema } from './onnx_pb.ts';

/** Three-year-old runtimes read these: ONNX 1.12 of 2022, ONNX Runtime from 1.12 on. */
const versions = { ir: 8n, opset: 17n } as const;

const names = { input: 'pixels', output: 'probabilities' } as const;

/** The model with its rescaling, from raw pixels to probabilities, as the message of an ONNX file. */
export function modelProto(model: ExportedModel, input: keyof typeof dataTypes): ModelProto {
  const { network, title, classNames, training } = model;
  const shape = pictureShape(model);
  const graph = new GraphBuilder(Object.values(names));
  const cast =
    input === 'float32'
      ? names.input
      : graph.node('pixels/float', 'Cast', [names.input], { to: BigInt(dataTypes.float32) });
  const pixels: Value = { name: cast, layout: 'channels last', axes: 4 };
  const values: Value[] = [];
  const weights = weightsByLayer(model);
  for (const [index, layer] of network.layers.entries()) {
    const inputs = layer.inputs.map((at) => values[at] ?? pixels);
    values.push(addLayer(graph, layer, inputs, weights[index]!));
  }
  const output = graph.withLayout(values.at(-1)!, 'channels last');
  const outputs = network.layers.at(-1)!.outputShape;
  return create(ModelProtoSchema, {
    irVersion: versions.ir,
    opsetImport: [{ domain: '', version: versions.opset }],
    producerName: 'atelier',
    docString: `${title}: raw pixels 0-255 of pictures ${shape.join(' x ')} (height, width, channels) to the probabilities of ${classNames.length} classes`,
    metadataProps: Object.entries({
      class_names: JSON.stringify(classNames),
      placement: JSON.stringify(positionOf(model)),
      training: JSON.stringify(training),
    }).map(([key, value]) => ({ key, value })),
    graph: {
      name: title,
      initializer: graph.initializers,
      node: [
        ...graph.nodes,
        { name: names.output, opType: 'Identity', input: [output.name], output: [names.output] },
      ],
      input: [valueInfo(names.input, dataTypes[input], shape)],
      output: [valueInfo(names.output, dataTypes.float32, outputs)],
    },
  });
}

function valueInfo(name: string, elemType: number, shape: readonly number[]) {
  const dim = [
    { value: { case: 'dimParam' as const, value: 'batch' } },
    ...shape.map((length) => ({ value: { case: 'dimValue' as const, value: BigInt(length) } })),
  ];
  return { name, type: { value: { case: 'tensorType' as const, value: { elemType, shape: { dim } } } } };
}

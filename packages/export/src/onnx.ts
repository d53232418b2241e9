import { fromBinary } from '@bufbuild/protobuf';
import { readFile } from 'node:fs/promises';
import type { ExportFormat } from './export-format.ts';
import { ModelProtoSchema } from './onnx/onnx_pb.ts';
import { runGraph } from './onnx/run-graph.ts';
import { writeOnnx } from './onnx/write-onnx.ts';

/** The model with its rescaling, from raw pixels to probabilities. */
export const onnx: ExportFormat = {
  name: 'onnx',
  summary: 'for ONNX Runtime: Python, C#, phones; takes raw pixels [batch, height, width, channels]',
  ending: '.onnx',
  takes: ['input'],

  async write(model, fileName, { input }) {
    return { [fileName]: writeOnnx(model, input) };
  },

  async open(path) {
    const proto = fromBinary(ModelProtoSchema, await readFile(path));
    return (pixels) => runGraph(proto, pixels);
  },
};

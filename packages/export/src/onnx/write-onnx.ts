import { toBinary } from '@bufbuild/protobuf';
import type { ExportedModel } from '../exported-model.ts';
import type { ExportOptions } from '../export-format.ts';
import { modelProto } from './model-proto.ts';
import { ModelProtoSchema } from './onnx_pb.ts';

/**
 * The bytes of an ONNX file.
 *
 * @throws ExportError when the format cannot hold the model
 */
export function writeOnnx(
  model: ExportedModel,
  input: ExportOptions['input'] = 'uint8',
): Uint8Array<ArrayBuffer> {
  return toBinary(ModelProtoSchema, modelProto(model, input));
}

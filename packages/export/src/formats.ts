import type { ExportFormat } from './export-format.ts';
import { module } from './module.ts';
import { onnx } from './onnx.ts';
import { page } from './page.ts';
import { safetensors } from './safetensors.ts';
import { tfjs } from './tfjs.ts';

/** Every kind of file that a classifier can be exported to. */
export const exportFormats: readonly ExportFormat[] = [onnx, module, page, safetensors, tfjs];

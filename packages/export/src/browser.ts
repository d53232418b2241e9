export { ExportError } from './error.ts';
export type { ExportedModel, TrainingFacts } from './exported-model.ts';
export { moduleText } from './module-text.ts';
export { writeOnnx } from './onnx/write-onnx.ts';
export { type PageParts, pageText } from './page-text.ts';

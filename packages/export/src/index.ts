export { checkExport } from './check-export.ts';
export { ExportError } from './error.ts';
export type { ExportedFiles, ExportFormat, ExportOptions, RunModel } from './export-format.ts';
export type { ExportedModel, TrainingFacts } from './exported-model.ts';
export { exportFormats } from './formats.ts';
export { storedWeights } from './stored-weights.ts';
export type { WeightFormat } from './runtime/classifier-data.ts';

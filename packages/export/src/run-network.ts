import { classifierData } from './classifier-data.ts';
import type { RunModel } from './export-format.ts';
import type { ExportedModel } from './exported-model.ts';
import { createClassifier } from './runtime/create-classifier.ts';
import { parts } from './runtime/parts.ts';

/** Computes a model's outputs in plain JavaScript. */
export function runNetwork(model: ExportedModel): RunModel {
  return createClassifier(classifierData(model, 'float32'), parts).run;
}

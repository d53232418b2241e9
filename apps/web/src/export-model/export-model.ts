import classifierScript from '@atelier/export/bundled/classifier.js?raw';
import pageStyle from '@atelier/export/bundled/page.css?raw';
import pageScript from '@atelier/export/bundled/page.js?raw';
import {
  type ExportedModel,
  moduleText,
  pageText,
  type TrainingFacts,
  writeOnnx,
} from '@atelier/export/browser';
import { modelMetadata } from '@atelier/runs/record';
import { openModel } from '@atelier/training';
import type { SavedModel } from '../messages.ts';
import type { ExportFormat } from './export-formats.ts';

/**
 * A model that this page has saved, as a file for other programs.
 *
 * @throws Error when the format cannot hold it, or its file does not say how pictures are placed
 */
export async function exportModel(
  files: SavedModel,
  { title, training }: { readonly title: string; readonly training: TrainingFacts },
  format: ExportFormat,
): Promise<Blob> {
  const opened = openModel(files);
  const { classNames, placement } = modelMetadata(opened.metadata);
  if (!classNames || !placement) {
    throw new Error('The model’s file does not say its classes and how pictures are placed: train it again');
  }
  const { network } = opened;
  const model: ExportedModel = { title, network, weights: opened.weights(), classNames, placement, training };
  switch (format) {
    case 'onnx':
      return new Blob([writeOnnx(model)], { type: 'application/octet-stream' });
    case 'module':
      return new Blob([moduleText(model, classifierScript.trim())], { type: 'text/javascript' });
    case 'page': {
      const parts = { script: pageScript.trim(), style: pageStyle.trim() };
      return new Blob([await pageText(model, parts)], { type: 'text/html' });
    }
  }
}

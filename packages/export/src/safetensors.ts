import { decodeTensors, encodeTensors } from '@atelier/training';
import { readFile } from 'node:fs/promises';
import { ExportError } from './error.ts';
import type { ExportFormat } from './export-format.ts';
import { positionOf } from './exported-model.ts';
import { runNetwork } from './run-network.ts';

/** The weights alone, by the layers' names, as float32. */
export const safetensors: ExportFormat = {
  name: 'safetensors',
  summary: 'the weights alone, by layer names: for Python and Rust',
  ending: '.safetensors',
  takes: [],

  async write(model, fileName) {
    const { title, weights, classNames, training } = model;
    const tensors = new Map(weights.map(({ name, shape, values }) => [name, { shape, values }]));
    const metadata = {
      format: 'tf',
      title,
      class_names: JSON.stringify(classNames),
      placement: JSON.stringify(positionOf(model)),
      training: JSON.stringify(training),
    };
    return { [fileName]: await encodeTensors({ metadata, tensors }) };
  },

  async open(path, model) {
    const { tensors } = await decodeTensors(await readFile(path));
    const weights = [...tensors].map(([name, { shape, values }]) => {
      if (values instanceof Float32Array) return { name, shape, values };
      throw new ExportError(`${name} is not float32`);
    });
    return runNetwork({ ...model, weights });
  },
};

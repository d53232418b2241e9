import { topologyOf } from '@atelier/network';
import { openModel } from '@atelier/training';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { ExportFormat } from './export-format.ts';
import { runNetwork } from './run-network.ts';

/** `model.json` and its weights, as stock TensorFlow.js loads them, with the class names. */
export const tfjs: ExportFormat = {
  name: 'tfjs',
  summary: 'model.json and its weights, for stock TensorFlow.js',
  ending: '.json',
  takes: [],

  async write({ network, weights, classNames, placement, training }, fileName) {
    const paths = [weightsName(fileName)];
    const specs = weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
    const modelJson = {
      format: 'layers-model',
      generatedBy: 'atelier',
      convertedBy: null,
      userDefinedMetadata: { classNames, placement, training },
      modelTopology: topologyOf(network),
      weightsManifest: [{ paths, weights: specs }],
    };
    const bytes = weights.map(({ values }) =>
      Buffer.from(values.buffer, values.byteOffset, values.byteLength),
    );
    return { [fileName]: JSON.stringify(modelJson), [weightsName(fileName)]: Buffer.concat(bytes) };
  },

  async open(path, model) {
    const weights = await readFile(join(dirname(path), weightsName(basename(path))));
    const opened = openModel({ modelJson: await readFile(path, 'utf8'), weights });
    return runNetwork({ ...model, network: opened.network, weights: opened.weights() });
  },
};

/** The manifest names its files relative to the first. */
function weightsName(fileName: string): string {
  return `${basename(fileName, extname(fileName))}.weights.bin`;
}

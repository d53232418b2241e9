import type { EpochRecord } from '../fit/history.ts';
import { parseJson } from '../model-files/json.ts';
import type { Checkpoint } from '../fit/checkpoint.ts';
import { encodeTensors, type FileTensor } from './safetensors.ts';
import type { NamedTensor } from '../model/named-tensor.ts';

/** The version of the layout below. */
export const checkpointFormat = 1;

/** The columns of the tensor `history`, one row per epoch. Without validation, its two columns are left out. */
export const historyColumns = ['epoch', 'loss', 'accuracy', 'seconds', 'learningRate'] as const;
export const validationColumns = ['valLoss', 'valAccuracy'] as const;

/** The entries of the tensor `progress`. */
export const progressEntries = [
  'epoch',
  'baseLearningRate',
  'step',
  'samples',
  'lossSum',
  'correct',
  'seconds',
  'learningRate',
] as const;

/**
 * Writes a checkpoint as a safetensors file with a checksum over all of it (in the browser: on pages that have
 * `crypto.subtle`, those served by HTTPS or from localhost).
 *
 * Numbers that must be restored to the bit, and may be infinite, are tensors of 64-bit floats: `progress`, `history`,
 * `callbacks/<index>/numbers`. Weights, slots and the tensors of callbacks are 32-bit: `weights/<index>/<name>`,
 * `slots/<index>/<name>`, `average/<index>/<name>`, `callbacks/<index>/<group>/<index>/<name>`. The metadata `atelier` holds the rest as JSON.
 *
 * @throws SyntaxError for a context that could not be read back: nested too deeply, or with a key `__proto__`
 */
export async function encodeCheckpoint(checkpoint: Checkpoint): Promise<Uint8Array> {
  const { epoch, partial, history, learningRate, stopReason, settings, context } = checkpoint;
  const tensors = new Map<string, FileTensor>();
  const progress = { ...partial, epoch, baseLearningRate: learningRate };
  tensors.set('progress', float64(progressEntries.map((entry) => progress[entry])));
  tensors.set('history', historyTensor(history));
  for (const [index, { numbers }] of checkpoint.callbacks.entries()) {
    tensors.set(`callbacks/${index}/numbers`, float64(Object.values(numbers)));
  }
  addTensors(tensors, 'weights', checkpoint.weights);
  addTensors(tensors, 'slots', checkpoint.optimizerSlots);
  addTensors(tensors, 'average', checkpoint.average ?? []);
  for (const [index, state] of checkpoint.callbacks.entries()) {
    for (const [group, members] of Object.entries(state.tensors ?? {})) {
      addTensors(tensors, `callbacks/${index}/${group}`, members);
    }
  }
  const callbacks = checkpoint.callbacks.map((state) => ({
    numbers: Object.keys(state.numbers),
    tensors: Object.keys(state.tensors ?? {}),
  }));
  const atelier = { format: checkpointFormat, stopReason, settings, context, callbacks };
  const text = JSON.stringify(atelier);
  // A checkpoint that cannot be read back must not count as saved.
  parseJson(text);
  return encodeTensors({ metadata: { atelier: text }, tensors });
}

function addTensors(to: Map<string, FileTensor>, group: string, members: readonly NamedTensor[]): void {
  for (const [index, { name, shape, values }] of members.entries()) {
    to.set(`${group}/${index}/${name}`, { shape, values });
  }
}

function historyTensor(history: readonly EpochRecord[]): FileTensor {
  const validated = history.some((record) => record.valLoss !== undefined);
  const columns = [...historyColumns, ...(validated ? validationColumns : [])];
  const values = history.flatMap((record) => columns.map((column) => record[column] ?? Number.NaN));
  return { shape: [history.length, columns.length], values: Float64Array.from(values) };
}

function float64(values: readonly number[]): FileTensor {
  return { shape: [values.length], values: Float64Array.from(values) };
}

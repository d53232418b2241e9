import { oneLine } from '@atelier/checks';
import en from 'zod/v4/locales/en.js';
import * as z from 'zod/mini';
import type { CallbackState } from '../fit/callback.ts';
import type { EpochRecord } from '../fit/history.ts';
import { parseJson } from '../model-files/json.ts';
import type { Checkpoint, JsonValue } from '../fit/checkpoint.ts';
import { checkpointFormat, historyColumns, progressEntries, validationColumns } from './encode.ts';
import { CheckpointError } from './error.ts';
import { decodeTensors, type FileTensor, quoted } from './safetensors.ts';
import type { NamedTensor } from '../model/named-tensor.ts';

const json = z.custom<JsonValue>((value) => value !== undefined);

const metadataSchema = z.strictObject({
  format: z.literal(checkpointFormat),
  stopReason: z.nullable(z.string()),
  settings: z.record(z.string(), json),
  context: json,
  callbacks: z.array(z.strictObject({ numbers: z.array(z.string()), tensors: z.array(z.string()) })),
});

/**
 * Reads what `encodeCheckpoint` wrote. `fit` checks whether it fits a model and a training.
 *
 * @throws CheckpointError for bytes that are not a checkpoint, or a damaged one
 */
export async function decodeCheckpoint(bytes: Uint8Array): Promise<Checkpoint> {
  const { metadata, tensors } = await decodeTensors(bytes);
  const file = new Contents(tensors);
  const { stopReason, settings, context, callbacks } = metadataOf(metadata['atelier']);
  const progress = progressOf(file.float64('progress'));
  const history = historyOf(file.float64('history'));
  const numbers = callbacks.map((names, index) => {
    const { values } = file.float64(`callbacks/${index}/numbers`);
    if (values.length !== names.numbers.length) {
      throw new CheckpointError(
        `Callback ${index} has ${names.numbers.length} numbers; found ${values.length}`,
      );
    }
    return Object.fromEntries(names.numbers.map((name, at) => [name, values[at]!]));
  });
  const weights = file.group('weights');
  const optimizerSlots = file.group('slots');
  const average = file.group('average');
  const states = callbacks.map(({ tensors: groups }, index): CallbackState => {
    const taken = groups.map((group) => [group, file.group(`callbacks/${index}/${group}`)] as const);
    return { numbers: numbers[index]!, tensors: Object.fromEntries(taken) };
  });
  file.checkEmpty();
  const { epoch, baseLearningRate, ...partial } = progress;
  if (epoch !== history.length + 1) {
    throw new CheckpointError(`After ${history.length} epochs comes the next; found epoch ${epoch}`);
  }
  return {
    epoch,
    partial,
    history,
    learningRate: baseLearningRate,
    stopReason,
    weights,
    optimizerSlots,
    ...(average.length > 0 && { average }),
    callbacks: states,
    settings,
    context,
  };
}

/** The tensors of a file, each taken once: 64-bit ones by name, 32-bit ones in the order in which they were written. */
class Contents {
  readonly #float64 = new Map<string, FileTensor>();
  readonly #float32: NamedTensor[] = [];
  #taken = 0;

  constructor(tensors: ReadonlyMap<string, FileTensor>) {
    for (const [name, { shape, values }] of tensors) {
      if (values instanceof Float64Array) this.#float64.set(name, { shape, values });
      else this.#float32.push({ name, shape, values });
    }
  }

  float64(name: string): FileTensor {
    const found = this.#float64.get(name);
    if (!found) throw new CheckpointError(`The tensor ${name} of 64-bit floats is missing`);
    this.#float64.delete(name);
    return found;
  }

  /** The tensors `<group>/<index>/<name>`, from index 0. */
  group(group: string): NamedTensor[] {
    const members: NamedTensor[] = [];
    for (;;) {
      const next = this.#float32[this.#taken];
      const prefix = `${group}/${members.length}/`;
      if (next?.name.startsWith(prefix) !== true) return members;
      members.push({ ...next, name: next.name.slice(prefix.length) });
      this.#taken++;
    }
  }

  checkEmpty(): void {
    const extra = this.#float32[this.#taken]?.name ?? this.#float64.keys().next().value;
    if (extra !== undefined) throw new CheckpointError(`The tensor ${quoted(extra)} is unknown`);
  }
}

function metadataOf(text: string | undefined): z.infer<typeof metadataSchema> {
  if (text === undefined) throw new CheckpointError('The metadata have no entry atelier');
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw new CheckpointError('The metadata atelier are not JSON', { cause });
  }
  // `zod/mini` has no error messages of its own.
  const parsed = metadataSchema.safeParse(value, { error: en().localeError });
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new CheckpointError(
    `The metadata atelier are wrong: ${oneLine([...path, message].join(': '), 200)}`,
    {
      cause: parsed.error,
    },
  );
}

function progressOf({ values }: FileTensor): Record<(typeof progressEntries)[number], number> {
  if (values.length !== progressEntries.length) {
    throw new CheckpointError(`progress has ${progressEntries.length} entries; found ${values.length}`);
  }
  const entry = (name: (typeof progressEntries)[number]): number => values[progressEntries.indexOf(name)]!;
  const count = (name: (typeof progressEntries)[number]): number => {
    const value = entry(name);
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new CheckpointError(`progress: ${name} is a whole number from 0; found ${value}`);
    }
    return value;
  };
  const baseLearningRate = entry('baseLearningRate');
  if (!(baseLearningRate > 0 && baseLearningRate < Infinity)) {
    throw new CheckpointError(`progress: baseLearningRate is above 0; found ${baseLearningRate}`);
  }
  return {
    epoch: count('epoch'),
    baseLearningRate,
    step: count('step'),
    samples: count('samples'),
    lossSum: entry('lossSum'),
    correct: count('correct'),
    seconds: entry('seconds'),
    learningRate: entry('learningRate'),
  };
}

function historyOf({ shape, values }: FileTensor): EpochRecord[] {
  const [epochs = -1, width = -1, ...others] = shape;
  const validated = width === historyColumns.length + validationColumns.length;
  if (others.length > 0 || !(validated || width === historyColumns.length)) {
    throw new CheckpointError(
      `history has a row of 5 or 7 numbers per epoch; found shape [${shape.join(', ')}]`,
    );
  }
  return Array.from({ length: epochs }, (_, row) => {
    const [epoch, loss, accuracy, seconds, learningRate, valLoss, valAccuracy] = values.subarray(
      row * width,
      (row + 1) * width,
    );
    if (epoch !== row + 1)
      throw new CheckpointError(`Row ${row} of history is epoch ${row + 1}; found ${epoch}`);
    return {
      epoch,
      loss: loss!,
      accuracy: accuracy!,
      ...(validated && { valLoss: valLoss!, valAccuracy: valAccuracy! }),
      seconds: seconds!,
      learningRate: learningRate!,
    };
  });
}

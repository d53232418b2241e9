import type { Normalization } from '../model/normalizations.ts';
import { formerNormMomentum } from '../settings/former-norm-momentum.ts';
import type { FitSettings } from './fit-options.ts';
import type { LabelledSamples } from '../samples/samples.ts';
import type { JsonValue, TrainingSettings } from './checkpoint.ts';

/** What a checkpoint records of a model. */
interface TrainedModel {
  readonly normalizations: readonly Normalization[];
  /** Indices of its frozen layers: the order of its weights depends on them. */
  readonly frozen: readonly number[];
}

/** The settings of a training that a checkpoint records. */
export function trainingSettings(
  settings: FitSettings,
  { normalizations, frozen }: TrainedModel,
  { count }: LabelledSamples,
  validation: LabelledSamples | undefined,
): TrainingSettings {
  const { engine, loss, optimizer, schedule, batchSize, globalClipNorm, augment, seed, shuffle } = settings;
  const { labelSmoothing, average, sampleWeight, classWeight } = settings;
  const momenta = normalizations.map(({ momentum }) => momentum);
  const { shift = 0, flip = false, erase = 0 } = augment;
  return {
    engine: engine.name,
    loss,
    optimizer: { ...optimizer },
    schedule: { ...schedule },
    batchSize,
    globalClipNorm,
    augment: { shift, flip, erase },
    seed,
    shuffle,
    samples: count,
    validationSamples: validation?.count ?? null,
    frozen,
    // Left out where they are off: checkpoints from before them lack them.
    ...(labelSmoothing > 0 && { labelSmoothing }),
    ...(average && { average: { ...average } }),
    ...(classWeight && { classWeight: classWeight === 'balanced' ? classWeight : { ...classWeight } }),
    ...(sampleWeight && { sampleWeight: `numbers with the hash ${hashOf(sampleWeight)}` }),
    // One number where all layers have the same.
    ...(momenta.length > 0 && { normMomentum: new Set(momenta).size === 1 ? momenta[0]! : momenta }),
  };
}

/** FNV-1a of the numbers' float32 bytes, 32 bits in hexadecimal. */
function hashOf(numbers: ArrayLike<number>): string {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(Float32Array.from(numbers).buffer)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16);
}

/**
 * Checks that a checkpoint belongs to this training.
 *
 * @throws RangeError naming the first field that differs
 */
export function checkSameSettings(found: TrainingSettings, checkpoint: TrainingSettings): void {
  for (const field of new Set([...Object.keys(found), ...Object.keys(checkpoint)])) {
    // Earlier versions did not record them: see `unrecordedSettings`.
    if ((field === 'normMomentum' || field === 'frozen') && checkpoint[field] === undefined) continue;
    const [now, then] = [canonical(found[field]), canonical(checkpoint[field])];
    if (now !== then) {
      throw new RangeError(`The checkpoint was made with ${field} ${then}; this training has ${now}`);
    }
  }
}

/**
 * Lines for what a checkpoint of an earlier version does not say: the momentum of batch normalization, where this training has another than
 * those had, and which layers were frozen, where some are. Both may be right: a model of the caller's own had its own then, too.
 */
export function unrecordedSettings(
  { normMomentum, frozen }: TrainingSettings,
  checkpoint: TrainingSettings,
): readonly string[] {
  const former = 'The checkpoint, of an earlier version, does not record';
  const lines: string[] = [];
  if (
    checkpoint['normMomentum'] === undefined &&
    normMomentum !== undefined &&
    normMomentum !== formerNormMomentum
  ) {
    lines.push(
      `${former} the momentum of batch normalization, which was ${formerNormMomentum} unless the model had its own: this training goes on with its model's, ${canonical(normMomentum)}`,
    );
  }
  if (checkpoint['frozen'] === undefined && frozen !== undefined && canonical(frozen) !== '[]') {
    lines.push(
      `${former} which layers were frozen: this training goes on with those at ${canonical(frozen)} of its model's layers`,
    );
  }
  return lines;
}

/** JSON with sorted keys, so that equal values are equal texts. */
function canonical(value: JsonValue | undefined): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? 'nothing'
  );
}

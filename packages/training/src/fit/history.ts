/** Results of an epoch. Losses are means over samples and include the penalty of regularizers in layers that are not frozen, as in Keras. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean over the epoch's samples, each measured before the update of its step. */
  readonly loss: number;
  /** Fraction of samples, [0, 1]. */
  readonly accuracy: number;
  /** After the epoch; absent without validation. */
  readonly valLoss?: number;
  /** Fraction of the validation samples, [0, 1]; absent without validation. */
  readonly valAccuracy?: number;
  /** Training and validation together. */
  readonly seconds: number;
  /** Of the epoch's last step. */
  readonly learningRate: number;
}

const columns = [
  ['epoch', 'epoch'],
  ['loss', 'loss'],
  ['accuracy', 'accuracy'],
  ['val_loss', 'valLoss'],
  ['val_accuracy', 'valAccuracy'],
  ['seconds', 'seconds'],
  ['learning_rate', 'learningRate'],
] as const;

/** A field's name in history files and messages: `val_loss` for `valLoss`. */
export function columnName(field: (typeof columns)[number][1]): string {
  return columns.find(([, key]) => key === field)?.[0] ?? field;
}

/** The header line of a history file, as Keras' `CSVLogger` names its columns, with a line feed. */
export const historyCsvHeader: string = `${columns.map(([title]) => title).join(',')}\n`;

/** An epoch as a line of a history file, with a line feed. A missing value is an empty field. */
export function historyCsvLine(record: EpochRecord): string {
  return `${columns.map(([, key]) => record[key] ?? '').join(',')}\n`;
}

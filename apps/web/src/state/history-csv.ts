import type { EpochRecord } from '@atelier/training';

/** The columns of the CLI's `history.csv`. A test holds them against the training package, which is too heavy to load with the page. */
const columns: readonly (readonly [title: string, key: keyof EpochRecord])[] = [
  ['epoch', 'epoch'],
  ['loss', 'loss'],
  ['accuracy', 'accuracy'],
  ['val_loss', 'valLoss'],
  ['val_accuracy', 'valAccuracy'],
  ['seconds', 'seconds'],
  ['learning_rate', 'learningRate'],
];

export function historyCsv(history: readonly EpochRecord[]): string {
  const lines = [
    columns.map(([title]) => title),
    ...history.map((record) => columns.map(([, key]) => record[key] ?? '')),
  ];
  return lines.map((line) => `${line.join(',')}\n`).join('');
}

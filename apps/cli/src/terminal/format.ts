import type { EpochRecord } from '@atelier/training';

/** `12s`, `3m 05s`, `1h 02m`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${String(whole % 60).padStart(2, '0')}s`;
  return `${Math.floor(whole / 3600)}h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')}m`;
}

/** `12.3 MB` */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A count: `1,234,567`. The first number that `toLocaleString` writes takes 6 ms. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `87.31%` */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(2)}%`;
}

/** `86.91–88.20%` */
export function interval([low, high]: readonly [low: number, high: number]): string {
  return `${(100 * low).toFixed(2)}–${percent(high)}`;
}

/** `loss: 0.3421 - accuracy: 0.8765`, then the validation's, as Keras writes them. */
export function metrics(values: Pick<EpochRecord, 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy'>): string {
  const parts = [`loss: ${values.loss.toFixed(4)}`, `accuracy: ${values.accuracy.toFixed(4)}`];
  if (values.valLoss !== undefined) parts.push(`val_loss: ${values.valLoss.toFixed(4)}`);
  if (values.valAccuracy !== undefined) parts.push(`val_accuracy: ${values.valAccuracy.toFixed(4)}`);
  return parts.join(' - ');
}

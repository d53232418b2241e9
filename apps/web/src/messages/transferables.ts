import type { Report } from './report.ts';
import type { Request } from './request.ts';

/** The buffers of a message, which are transferred instead of copied. */
export function transferables(message: Request | Report): ArrayBuffer[] {
  // The page keeps its copy of a model and its checkpoint, to be saved, and opened again after a crash.
  return message.type === 'open-model' || message.type === 'train' ? [] : buffersIn(message);
}

function buffersIn(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(buffersIn);
}

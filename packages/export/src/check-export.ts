import { ExportError } from './error.ts';
import type { RunModel } from './export-format.ts';

/** Pictures with the outputs that a model gives for them. */
export interface KnownOutputs {
  /** `[count, …]`, raw pixels. */
  readonly images: Uint8Array;
  readonly count: number;
  /** `[count, outputs]` */
  readonly outputs: Float32Array;
}

/**
 * The largest difference between the outputs of an exported file and those of its model.
 *
 * @throws ExportError when their numbers differ, or one is NaN
 */
export async function checkExport(run: RunModel, { images, count, outputs }: KnownOutputs): Promise<number> {
  const [pixels, units] = [images.length / count, outputs.length / count];
  let largest = 0;
  for (let index = 0; index < count; index++) {
    const found = await run(images.slice(index * pixels, (index + 1) * pixels));
    if (found.length !== units) {
      throw new ExportError(`The exported file gives ${found.length} outputs, the model ${units}`);
    }
    for (const [unit, value] of found.entries()) {
      const difference = Math.abs(value - outputs[index * units + unit]!);
      if (Number.isNaN(difference)) throw new ExportError('The exported file gives NaN');
      largest = Math.max(largest, difference);
    }
  }
  return largest;
}

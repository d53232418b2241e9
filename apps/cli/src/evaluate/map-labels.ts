import type { LabelledImages } from '@atelier/datasets';
import { UsageError } from '../errors.ts';
import { nameText } from '../terminal/text.ts';

/** Samples with the labels of a run, and what was done for that, for the user. */
export interface MappedSamples {
  readonly samples: LabelledImages;
  readonly note?: string;
}

/**
 * Other data's samples with the labels that a run gives their classes: classes are the same if their names are.
 *
 * @param theirs the data's class names
 * @param ours the run's
 * @throws UsageError naming classes that the run does not know
 */
export function mapLabels(
  samples: LabelledImages,
  theirs: readonly string[],
  ours: readonly string[],
): MappedSamples {
  if (theirs.every((name, label) => name === ours[label])) return { samples };
  const indices = theirs.map((name) => ours.indexOf(name));
  if (indices.every((index) => index >= 0)) {
    const labels = Int32Array.from(samples.labels, (label) => indices[label]!);
    return {
      samples: { ...samples, labels },
      note: 'Its classes are in another order than the run’s: they are matched by name',
    };
  }
  // Data without names count their classes.
  if (theirs.length === ours.length && theirs.every((name, label) => name === String(label))) {
    return { samples, note: 'It has no class names: its labels count as the run’s classes in their order' };
  }
  const unknown = theirs.filter((_, label) => indices[label]! < 0).map((name) => nameText(name));
  const shown = unknown.slice(0, 5).join(', ');
  throw new UsageError(
    `The run does not know ${unknown.length} of the ${theirs.length} classes: ${shown}${unknown.length > 5 ? ', …' : ''}; it knows ${ours
      .slice(0, 10)
      .map((name) => nameText(name))
      .join(', ')}${ours.length > 10 ? ', …' : ''}`,
  );
}

import { listed } from '@atelier/checks';
import type { Dataset, DatasetSource } from '../dataset.ts';
import { mismatched } from '../error.ts';
import { quoted } from '../quoted.ts';
import type { LabelledImages } from '../images.ts';
import { gather } from '../gather.ts';
import { chooseTestPart, testShare } from './choose-test-part.ts';
import type { GivenClassNames } from './class-names.ts';
import { type DataParts, nameClasses } from './name-classes.ts';
import type { ReadingOptions } from './reading-options.ts';

/** Where data come from. */
export interface Origin {
  readonly name: string;
  /** For messages. */
  readonly location: string;
  readonly source: DatasetSource;
  readonly found: GivenClassNames | undefined;
  readonly notes: readonly string[];
}

/** A data set that may have no test part. */
export type NamedParts = Omit<Dataset, 'test'> & Partial<Pick<Dataset, 'test'>>;

/**
 * Makes a data set of the parts that were read, as {@link namedParts}, with a test part: where there is none, a fifth is set aside. Where
 * the training images fill their memory, they stay there and are moved: nothing else may hold them, and the memory's last fifth stays taken.
 */
export function datasetOf(parts: DataParts, origin: Origin, options: ReadingOptions): Dataset {
  const { train, test, notes, ...others } = namedParts(parts, origin, options);
  if (test) return { ...others, train, test, notes };
  const chosen = chooseTestPart(train.labels);
  const aside = gather(train, chosen, 1);
  const rest = gather(train, chosen, 0, isMostOfItsMemory(train.images) ? train.images : undefined);
  const note = `There is no test part: ${aside.count} of ${train.count} images, ${100 * testShare}% of each class and at least 1, are kept for testing and not trained on`;
  return { ...others, train: rest, test: aside, notes: [...notes, note] };
}

/**
 * The parts that were read: they fit together, their classes are consecutive and have names.
 *
 * @throws DatasetError `mismatched-files`
 */
export function namedParts(
  parts: DataParts,
  { name, location, source, found, notes }: Origin,
  { size, channels, classNames: wanted }: ReadingOptions,
): NamedParts {
  const shape = shapeOf(parts.train);
  for (const part of [parts.validation, parts.test]) {
    if (part && shapeOf(part) !== shape) {
      throw mismatched(location, `images of ${shape} to train on, but also of ${shapeOf(part)}`);
    }
  }
  const { height, width } = parts.train;
  if (
    (size && (size[0] !== height || size[1] !== width)) ||
    (channels ?? parts.train.channels) !== parts.train.channels
  ) {
    throw mismatched(location, `images of ${shape}; only folders of pictures are read in another size`);
  }
  const named = nameClasses(parts, { location, wanted, found });
  if (named.classNames.length < 2) {
    const how = notes.length > 0 ? ` (${notes.join('; ')})` : '';
    throw mismatched(
      location,
      `one class, ${quoted(named.classNames[0] ?? '')}; a data set has at least 2${how}`,
    );
  }
  const { train, validation, test } = named.parts;
  const said = [...notes, ...named.notes];
  const { classNames } = named;
  if (test)
    said.push(...missingNotes(classNames, train, 'training'), ...missingNotes(classNames, test, 'test'));
  return {
    name,
    classNames,
    train,
    ...(validation && { validation }),
    ...(test && { test }),
    source,
    notes: said,
  };
}

/** The most classes that a line names. */
const mostNamed = 5;

/** A class without training pictures can't be learnt, one without test pictures is not tested. */
function missingNotes(classNames: readonly string[], { labels }: LabelledImages, kind: string): string[] {
  const present = new Set(labels);
  const names = classNames.filter((_, label) => !present.has(label));
  if (names.length === 0) return [];
  return [`No ${kind} images of ${listed(names.map(quoted), mostNamed)}`];
}

function shapeOf({ height, width, channels }: LabelledImages): string {
  return `${height}x${width}x${channels}`;
}

/** Whether little but these pixels lies in their memory: part of an archive would keep all of it. */
function isMostOfItsMemory({ byteLength, buffer }: Uint8Array): boolean {
  return buffer.byteLength < 1.1 * byteLength;
}

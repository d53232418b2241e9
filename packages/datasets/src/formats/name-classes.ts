import { listed } from '@atelier/checks';
import { DatasetError } from '../error.ts';
import { quoted } from '../quoted.ts';
import type { LabelledImages, Labels } from '../images.ts';
import type { GivenClassNames } from './class-names.ts';

/** The parts of a data set that are there. */
export interface DataParts {
  readonly train: LabelledImages;
  readonly validation?: LabelledImages | undefined;
  readonly test?: LabelledImages | undefined;
}

interface NamedClasses {
  /** With labels from 0 to `classNames.length - 1`, each of them in use. */
  readonly parts: DataParts;
  readonly classNames: readonly string[];
  /** What was done, one line each. */
  readonly notes: readonly string[];
}

interface Naming {
  /** Where the data are, for messages. */
  readonly location: string;
  /** Names that the user gave: refused if they don't fit. */
  readonly wanted: readonly string[] | undefined;
  /** Names that came with the data: not used, and said so, if they don't fit. */
  readonly found: GivenClassNames | undefined;
}

/**
 * Makes the labels that are in use consecutive from 0, so that no class is without pictures, and names the classes: as the user
 * says, as the data say, or by their original labels. Where the user says the names that the classes have, in another order, they get
 * that order; other names replace theirs.
 *
 * @throws DatasetError when the user's names are not as many as the classes
 */
export function nameClasses(parts: DataParts, { location, wanted, found }: Naming): NamedClasses {
  const labels = labelsInUse(parts);
  const notes: string[] = [];
  const twice = repeated(wanted);
  if (twice !== undefined) {
    throw new DatasetError('mismatched-files', `The class names have ${quoted(twice)} more than once`, {
      location,
    });
  }
  const ofUser = wanted && namesFor(labels, { from: 'the option', names: wanted });
  if (wanted && ofUser === undefined) {
    throw new DatasetError(
      'mismatched-files',
      `${location} has ${labels.length} classes (${labelRange(labels)}); found ${wanted.length} class names`,
      { location },
    );
  }
  const fitting = found && namesFor(labels, found);
  const ambiguous = repeated(fitting);
  const ofData = ambiguous === undefined ? fitting : undefined;
  if (found && ofData === undefined && ofUser === undefined) {
    const fault =
      ambiguous === undefined
        ? `names ${found.names.length} classes, but the data have ${labels.length} (${labelRange(labels)})`
        : `names several classes ${quoted(ambiguous)}`;
    notes.push(`${found.from} ${fault}: not used`);
  }
  const ownNames = ofData ?? labels.map(String);
  const classNames = ofUser ?? ownNames;
  // A class that has one of the wanted names keeps it.
  const isReordered = isReordering(classNames, ownNames);
  if (isReordered) notes.push('Its classes are in the order of the class names given: each keeps its name');
  else if (ofUser && ofData) notes.push(...renamingNotes(ofData, ofUser));
  if (!labels.every((label, index) => label === index)) {
    notes.push(
      `Labels are ${labelRange(labels)}: they became 0 to ${labels.length - 1}${(ofUser ?? ofData) ? '' : ', with the original labels as names'}`,
    );
  } else if (!isReordered) return { parts, classNames, notes };
  const indices = new Map(
    labels.map((label, index) => [label, isReordered ? classNames.indexOf(ownNames[index]!) : index]),
  );
  return { parts: relabelled(parts, indices), classNames, notes };
}

/** Whether names are others in another order. */
function isReordering(names: readonly string[], others: readonly string[]): boolean {
  const known = new Set(others);
  return names.every((name) => known.has(name)) && names.some((name, index) => name !== others[index]);
}

/** The most classes whose renaming a line tells. */
const mostRenamed = 5;

function renamingNotes(from: readonly string[], to: readonly string[]): string[] {
  const renamed = from.flatMap((name, index) =>
    name === to[index] ? [] : [`${quoted(name)} is called ${quoted(to[index]!)}`],
  );
  if (renamed.length === 0) return [];
  return [`Its classes have the class names given: ${listed(renamed, mostRenamed)}`];
}

/** A name that is there more than once. */
function repeated(names: readonly string[] | undefined): string | undefined {
  const seen = new Set<string>();
  return names?.find((name) => seen.size === seen.add(name).size);
}

/** The labels of all parts, each once, ascending. */
function labelsInUse({ train, validation, test }: DataParts): number[] {
  const used = new Set<number>();
  for (const part of [train, validation, test]) for (const label of part?.labels ?? []) used.add(label);
  return Array.from(used).sort((a, b) => a - b);
}

/** A name for each label in use; `undefined` if the names don't fit. */
function namesFor(labels: readonly number[], { names, byLabel }: GivenClassNames): string[] | undefined {
  const each = labels.map((label) => byLabel?.get(label));
  if (each.every((name) => name !== undefined)) return each;
  // As many as there are: in order. More: those of labels that don't occur are left out.
  if (names.length === labels.length) return [...names];
  return (labels.at(-1) ?? 0) < names.length ? labels.map((label) => names[label]!) : undefined;
}

/** `0 to 9`, `1 to 26`, `0 to 24 without 9`, `0 to 90 without 9 and 3 others`. */
export function labelRange(labels: readonly number[]): string {
  const [first = 0, last = 0] = [labels[0], labels.at(-1)];
  const used = new Set(labels);
  const missing: number[] = [];
  for (let label = first; label < last; label++) if (!used.has(label)) missing.push(label);
  const [gap] = missing;
  const rest = missing.length - 1;
  const others = rest > 0 ? ` and ${rest} other${rest > 1 ? 's' : ''}` : '';
  return `${first} to ${last}${gap === undefined ? '' : ` without ${gap}${others}`}`;
}

function relabelled({ train, validation, test }: DataParts, indices: ReadonlyMap<number, number>): DataParts {
  const changed = (part: LabelledImages): LabelledImages => ({
    ...part,
    labels: mapped(part.labels, indices),
  });
  return {
    train: changed(train),
    ...(validation && { validation: changed(validation) }),
    ...(test && { test: changed(test) }),
  };
}

function mapped(labels: Labels, indices: ReadonlyMap<number, number>): Labels {
  const indexOf = (label: number): number => indices.get(label)!;
  return indices.size <= 256 ? Uint8Array.from(labels, indexOf) : Int32Array.from(labels, indexOf);
}

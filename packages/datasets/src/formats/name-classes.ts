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
 * says, as the data say, or by their original labels. Where the names that the user says have those of all classes among them, the
 * classes keep their names and get that order; other names replace theirs.
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
  const { names: ofData, note }: NamesInData = found ? namesInData(labels, found) : {};
  const ownNames = ofData ?? labels.map(String);
  const ofUser = wanted && wantedNames(labels, ownNames, wanted);
  if (wanted && ofUser === undefined) {
    throw new DatasetError(
      'mismatched-files',
      `${location} has ${labels.length} classes (${labelRange(labels)}); found ${wanted.length} class names`,
      { location },
    );
  }
  if (wanted && ofUser) notes.push(...unusedNotes(wanted, ofUser));
  else if (note !== undefined) notes.push(note);
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

/** The most classes that a line names. */
const mostNamed = 5;

function unusedNotes(wanted: readonly string[], used: readonly string[]): string[] {
  const known = new Set(used);
  const names = wanted.filter((name) => !known.has(name));
  if (names.length === 0) return [];
  return [`Class names without images are left out: ${listed(names.map(quoted), mostNamed)}`];
}

function renamingNotes(from: readonly string[], to: readonly string[]): string[] {
  const renamed = from.flatMap((name, index) =>
    name === to[index] ? [] : [`${quoted(name)} is called ${quoted(to[index]!)}`],
  );
  if (renamed.length === 0) return [];
  return [`Its classes have the class names given: ${listed(renamed, mostNamed)}`];
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

/** The user's names of the labels in use; `undefined` if they don't fit. */
function wantedNames(
  labels: readonly number[],
  ownNames: readonly string[],
  wanted: readonly string[],
): readonly string[] | undefined {
  const [own, all] = [new Set(ownNames), new Set(wanted)];
  return ownNames.every((name) => all.has(name))
    ? wanted.filter((name) => own.has(name))
    : inOrder(labels, wanted);
}

/** A name for each label in use, by its position; `undefined` if they don't fit. */
function inOrder(labels: readonly number[], names: readonly string[]): readonly string[] | undefined {
  // As many as there are: in order. More: those of labels that don't occur are left out.
  if (names.length === labels.length) return names;
  return (labels.at(-1) ?? 0) < names.length ? labels.map((label) => names[label]!) : undefined;
}

interface NamesInData {
  /** A name for each label in use, if they fit. */
  readonly names?: readonly string[];
  /** What is odd about them. */
  readonly note?: string;
}

function namesInData(labels: readonly number[], { from, names, byLabel }: GivenClassNames): NamesInData {
  const each = labels.map((label) => byLabel?.get(label));
  if (each.every((name) => name !== undefined)) return unlessAmbiguous(from, each);
  const inUse = labelRange(labels);
  const stated = Array.from(byLabel?.keys() ?? []);
  // Where no label is one of the data, the numbers may belong to the names.
  const areStated = each.some((name) => name !== undefined);
  const areCounted = names.every((_, index) => stated[index] === index + 1);
  const isOneEach = names.length === labels.length && labels.at(-1) === labels.length - 1;
  const isShifted = labels[0] === 0 && !stated.includes(0) && (areCounted || isOneEach);
  const range = labelRange(stated.toSorted((a, b) => a - b));
  if (areStated && !isShifted) {
    return { note: `${from} names the labels ${range}, but the data have ${inUse}: not used` };
  }
  const fitting = inOrder(labels, names);
  if (fitting === undefined) {
    return {
      note: `${from} names ${names.length} classes, but the data have ${labels.length} (${inUse}): not used`,
    };
  }
  const note = `${from} names the labels ${range}, and the data have ${inUse}: its first name is that of 0`;
  return { ...(areStated && { note }), ...unlessAmbiguous(from, fitting) };
}

function unlessAmbiguous(from: string, names: readonly string[]): NamesInData {
  const ambiguous = repeated(names);
  if (ambiguous === undefined) return { names };
  return { note: `${from} names several classes ${quoted(ambiguous)}: not used` };
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

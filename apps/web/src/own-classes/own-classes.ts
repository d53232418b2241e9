import type { FileAtPath } from '@atelier/datasets/browser';
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';

/** A picture of a class, as a PNG file. */
export interface Example {
  readonly picture: Blob;
  /** To show it; revoked when it is removed. */
  readonly url: string;
}

export interface OwnClass {
  readonly key: number;
  readonly name: string;
  readonly examples: readonly Example[];
}

export const mostExamples = 200;
/** More would be a data set of one's own, for which the page has another place. */
export const mostClasses = 100;
/** A part of each class is for testing. */
const fewestExamples = 2;

let lastKey = 0;

/** The classes of the user's own; they live as long as the page. */
export const ownClasses: Signal<readonly OwnClass[]> = signal([emptyClass(), emptyClass()]);

/** Whether there is enough to train on. */
export const canLearn: ReadonlySignal<boolean> = computed(
  () =>
    ownClasses.value.length > 1 &&
    ownClasses.value.every(({ examples }) => examples.length >= fewestExamples),
);

function emptyClass(name = ''): OwnClass {
  lastKey++;
  return { key: lastKey, name, examples: [] };
}

export function addClass(name = ''): OwnClass {
  const added = emptyClass(name);
  ownClasses.value = [...ownClasses.value, added];
  return added;
}

export function removeClass(key: number): void {
  for (const { examples } of ownClasses.value.filter((each) => each.key === key)) forget(examples);
  ownClasses.value = ownClasses.value.filter((each) => each.key !== key);
}

export function renameClass(key: number, name: string): void {
  change(key, () => ({ name }));
}

/** Adds pictures, up to the most that a class holds. */
export function addExamples(key: number, pictures: readonly Blob[]): void {
  change(key, ({ examples }) => ({
    examples: [
      ...examples,
      ...pictures
        .slice(0, mostExamples - examples.length)
        .map((picture) => ({ picture, url: URL.createObjectURL(picture) })),
    ],
  }));
}

export function removeExample(key: number, example: Example): void {
  forget([example]);
  change(key, ({ examples }) => ({ examples: examples.filter((each) => each !== example) }));
}

/** Replaces all classes, as when a file is opened. */
export function removeAll(): void {
  for (const { examples } of ownClasses.value) forget(examples);
  ownClasses.value = [];
}

/**
 * The examples as files in a folder for each class, as the loader of data sets and the command line take them: in a folder `train`, as a
 * class may be named train or test itself.
 */
export function exampleFiles(nameOf: (number: number) => string): FileAtPath[] {
  const taken = new Set<string>();
  return ownClasses.value.flatMap(({ name, examples }, index) => {
    const wanted = folderName(name) || nameOf(index + 1);
    let folder = wanted;
    for (let copy = 2; taken.has(folder); copy++) folder = `${wanted} ${copy}`;
    taken.add(folder);
    return examples.map(({ picture }, at) => ({
      path: `train/${folder}/${String(at + 1).padStart(3, '0')}.png`,
      file: picture,
    }));
  });
}

/** A name that can be a folder's: neither hidden nor with folders of its own. */
function folderName(name: string): string {
  return name
    .replaceAll(/[/\\\p{C}]/gu, ' ')
    .replace(/^[.\s]+/, '')
    .trim();
}

function change(key: number, changed: (each: OwnClass) => Partial<OwnClass>): void {
  ownClasses.value = ownClasses.value.map((each) =>
    each.key === key ? { ...each, ...changed(each) } : each,
  );
}

function forget(examples: readonly Example[]): void {
  for (const { url } of examples) URL.revokeObjectURL(url);
}

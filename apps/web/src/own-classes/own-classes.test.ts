import { loadDatasetFromFiles } from '@atelier/datasets/browser';
import { expect, test } from 'vitest';
import {
  addClass,
  addExamples,
  canLearn,
  exampleFiles,
  mostExamples,
  ownClasses,
  removeAll,
  removeExample,
} from './own-classes.ts';

const picture = (): Blob => new Blob(['png']);
const nameOf = (number: number): string => `Class ${number}`;

test('examples lie in a folder for each class, whatever its name', () => {
  removeAll();
  for (const name of ['cat', 'a/b', '../..', 'cat', 'test'])
    addExamples(addClass(name).key, [picture(), picture()]);
  expect(exampleFiles(nameOf).map(({ path }) => path)).toEqual([
    'train/cat/001.png',
    'train/cat/002.png',
    'train/a b/001.png',
    'train/a b/002.png',
    'train/Class 3/001.png',
    'train/Class 3/002.png',
    'train/cat 2/001.png',
    'train/cat 2/002.png',
    'train/test/001.png',
    'train/test/002.png',
  ]);
});

/** Sees a gray picture in whatever file. */
const decoder = {
  measure: async () => ({ width: 2, height: 2, channels: 1 }) as const,
  decode: async () => ({ width: 2, height: 2, data: new Uint8ClampedArray(16) }),
};

test.each([
  ['cat', 'train'],
  ['test', 'val'],
  ['train', 'test'],
])('classes named %s and %s are read as these classes', async (...names) => {
  removeAll();
  for (const name of names) addExamples(addClass(name).key, [picture(), picture()]);
  const { classNames, train, test: tested } = await loadDatasetFromFiles(exampleFiles(nameOf), { decoder });
  expect(classNames).toEqual(names.toSorted());
  expect([train.count, tested.count]).toEqual([2, 2]);
});

test('two classes with two examples each are enough, and a class is not larger than it may be', () => {
  removeAll();
  expect(canLearn.value).toBe(false);
  const keys = [addClass('a').key, addClass('b').key];
  for (const key of keys) addExamples(key, [picture(), picture()]);
  expect(canLearn.value).toBe(true);
  removeExample(keys[0]!, ownClasses.value[0]!.examples[0]!);
  expect(canLearn.value).toBe(false);
  addExamples(keys[1]!, Array.from({ length: mostExamples }, picture));
  expect(ownClasses.value[1]!.examples.length).toBe(mostExamples);
});

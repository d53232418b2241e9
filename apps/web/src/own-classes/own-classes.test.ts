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

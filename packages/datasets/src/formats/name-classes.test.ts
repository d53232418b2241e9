import { describe, expect, test } from 'vitest';
import { givenFolder } from '../../test/given.ts';
import type { LabelledImages } from '../images.ts';
import { classNamesIn } from './class-names.ts';
import { labelRange, nameClasses } from './name-classes.ts';

function labelled(...labels: number[]): LabelledImages {
  const count = labels.length;
  return {
    images: new Uint8Array(count),
    labels: Int32Array.from(labels),
    count,
    height: 1,
    width: 1,
    channels: 1,
  };
}

const where = { location: '/data', wanted: undefined, found: undefined };

describe('nameClasses', () => {
  test('leaves labels from 0 without gaps as they are, named by their numbers', () => {
    const parts = { train: labelled(0, 2), test: labelled(1) };
    expect(nameClasses(parts, where)).toEqual({ parts, classNames: ['0', '1', '2'], notes: [] });
  });

  test('makes labels consecutive over all parts, keeps the original ones as names, and says so', () => {
    const { parts, classNames, notes } = nameClasses(
      { train: labelled(7, 1, 7), validation: labelled(3), test: labelled(1, 300) },
      where,
    );
    expect(classNames).toEqual(['1', '3', '7', '300']);
    expect(parts.train.labels).toEqual(Uint8Array.of(2, 0, 2));
    expect(parts.validation?.labels).toEqual(Uint8Array.of(1));
    expect(parts.test?.labels).toEqual(Uint8Array.of(0, 3));
    expect(notes).toEqual([
      'Labels are 1 to 300 without 2 and 295 others: they became 0 to 3, with the original labels as names',
    ]);
  });

  test('takes as many names as labels in order, and more by their position', () => {
    const names = (labels: number[], wanted: string[]): readonly string[] =>
      nameClasses({ train: labelled(...labels) }, { ...where, wanted }).classNames;
    expect(names([1, 2], ['cat', 'dog'])).toEqual(['cat', 'dog']);
    expect(names([0, 2], ['cat', 'dog', 'cow'])).toEqual(['cat', 'cow']);
    expect(() => names([1, 2], ['cat'])).toThrow('/data has 2 classes (1 to 2); found 1 class names');
    expect(() => names([1, 9], ['a', 'b', 'c'])).toThrow(
      '/data has 2 classes (1 to 9 without 2 and 6 others)',
    );
  });

  test('orders classes whose own names are wanted in another order, so that each keeps its name', () => {
    const parts = { train: labelled(0, 1, 2, 2), test: labelled(1) };
    const found = { from: 'the folders', names: ['cat', 'dog', 'eel'] };
    const wanted = ['dog', 'eel', 'cat'];
    const named = nameClasses(parts, { ...where, found, wanted });
    expect(named.classNames).toEqual(wanted);
    expect(named.parts.train.labels).toEqual(Uint8Array.of(2, 0, 1, 1));
    expect(named.parts.test?.labels).toEqual(Uint8Array.of(0));
    expect(named.notes).toEqual([
      'Its classes are in the order of the class names given: each keeps its name',
    ]);
    // Labels without names are called by their numbers.
    const numbers = nameClasses({ train: labelled(3, 5, 5) }, { ...where, wanted: ['5', '3'] });
    expect(numbers.parts.train.labels).toEqual(Uint8Array.of(1, 0, 0));
    expect(nameClasses(parts, { ...where, found, wanted: found.names })).toEqual({
      parts,
      classNames: found.names,
      notes: [],
    });
  });

  test('keeps the name of each class where more names are wanted than there are classes, and says which are left out', () => {
    const parts = { train: labelled(0, 1, 1) };
    const found = { from: 'the folders', names: ['cat', 'dog'] };
    const named = nameClasses(parts, { ...where, found, wanted: ['bird', 'cat', 'dog'] });
    expect(named).toEqual({
      parts,
      classNames: ['cat', 'dog'],
      notes: ['Class names without images are left out: "bird"'],
    });
    const reordered = nameClasses(parts, { ...where, found, wanted: ['dog', 'bird', 'cat'] });
    expect(reordered.classNames).toEqual(['dog', 'cat']);
    expect(reordered.parts.train.labels).toEqual(Uint8Array.of(1, 0, 0));
    // Classes of which one has another name are named by their labels.
    const others = nameClasses(parts, { ...where, found, wanted: ['bird', 'cat', 'cow'] });
    expect(others.classNames).toEqual(['bird', 'cat']);
    expect(others.notes).toEqual([
      'Class names without images are left out: "cow"',
      'Its classes have the class names given: "cat" is called "bird", "dog" is called "cat"',
    ]);
  });

  test('says which names of the data are replaced by others', () => {
    const parts = { train: labelled(0, 1, 2, 3, 4, 5) };
    const found = { from: 'the folders', names: ['a', 'b', 'c', 'd', 'e', 'f'] };
    const renamed = (wanted: string[]): readonly string[] =>
      nameClasses(parts, { ...where, found, wanted }).notes;
    expect(renamed(['b', 'x', 'c', 'd', 'e', 'f'])).toEqual([
      'Its classes have the class names given: "a" is called "b", "b" is called "x"',
    ]);
    expect(renamed(['1', '2', '3', '4', '5', '6'])).toEqual([
      'Its classes have the class names given: "a" is called "1", "b" is called "2", "c" is called "3", "d" is called "4", "e" is called "5" and 1 more',
    ]);
    expect(nameClasses(parts, { ...where, wanted: ['1', '2', '3', '4', '5', '6'] }).notes).toEqual([]);
  });

  test('does not use names in a file that do not fit, and says so', () => {
    const found = { from: 'classes.txt', names: ['a', 'b', 'c'] };
    const { classNames, notes } = nameClasses({ train: labelled(0, 1, 2, 3) }, { ...where, found });
    expect(classNames).toEqual(['0', '1', '2', '3']);
    expect(notes).toEqual(['classes.txt names 3 classes, but the data have 4 (0 to 3): not used']);
  });

  test('takes names that begin with numbers in order, where there is one for each class and none of the numbers is 0', () => {
    const found = {
      from: 'classes.txt',
      names: ['1 cent', '5 cents', '10 cents'],
      byLabel: new Map([
        [1, 'cent'],
        [5, 'cents'],
        [10, 'cents'],
      ]),
    };
    const { classNames, notes } = nameClasses({ train: labelled(0, 1, 2) }, { ...where, found });
    expect(classNames).toEqual(found.names);
    expect(notes).toEqual([
      'classes.txt names the labels 1 to 10 without 2 and 6 others, and the data have 0 to 2: its first name is that of 0',
    ]);
  });

  test('does not use names whose labels are only some of the data’s, and says so', () => {
    const found = {
      from: 'classes.txt',
      names: ['0 cat', '1 dog', '5 bird'],
      byLabel: new Map([
        [0, 'cat'],
        [1, 'dog'],
        [5, 'bird'],
      ]),
    };
    const { classNames, notes } = nameClasses({ train: labelled(0, 1, 2) }, { ...where, found });
    expect(classNames).toEqual(['0', '1', '2']);
    expect(notes).toEqual([
      'classes.txt names the labels 0 to 5 without 2 and 2 others, but the data have 0 to 2: not used',
    ]);
    // None of its numbers is a label: they may belong to the names.
    const numbers = {
      ...found,
      byLabel: new Map([
        [7, 'cat'],
        [8, 'dog'],
        [9, 'bird'],
      ]),
    };
    expect(nameClasses({ train: labelled(0, 1, 2) }, { ...where, found: numbers })).toMatchObject({
      classNames: found.names,
      notes: [],
    });
  });

  test('says that names which are numbered from 1 are taken for labels from 0', () => {
    const names = ['cat', 'dog', 'bird'];
    const found = {
      from: 'classes.txt',
      names,
      byLabel: new Map(names.map((name, index) => [index + 1, name])),
    };
    const named = (...labels: number[]): readonly [readonly string[], readonly string[]] => {
      const { classNames, notes } = nameClasses({ train: labelled(...labels) }, { ...where, found });
      return [classNames, notes];
    };
    expect(named(0, 1, 2)).toEqual([
      names,
      ['classes.txt names the labels 1 to 3, and the data have 0 to 2: its first name is that of 0'],
    ]);
    expect(named(1, 2, 3)).toEqual([names, ['Labels are 1 to 3: they became 0 to 2']]);
    expect(named(0, 1, 2, 3)).toEqual([
      ['0', '1', '2', '3'],
      ['classes.txt names 3 classes, but the data have 4 (0 to 3): not used'],
    ]);
    expect(named(2, 3, 4)[1][0]).toBe(
      'classes.txt names the labels 1 to 3, but the data have 2 to 4: not used',
    );
  });

  test('does not use names in a file that are the same for several classes, and says so', () => {
    const found = { from: 'classes.txt', names: ['cat', 'dog', 'cat'] };
    const parts = { train: labelled(0, 1, 2) };
    const { classNames, notes } = nameClasses(parts, { ...where, found });
    expect(classNames).toEqual(['0', '1', '2']);
    expect(notes).toEqual(['classes.txt names several classes "cat": not used']);
    expect(nameClasses({ train: labelled(0, 1) }, { ...where, found }).classNames).toEqual(['cat', 'dog']);
    expect(() => nameClasses(parts, { ...where, wanted: found.names })).toThrow(
      'The class names have "cat" more than once',
    );
  });

  test('says which labels there are', () => {
    expect(labelRange([0, 1, 2])).toBe('0 to 2');
    expect(labelRange([1, 2, 4])).toBe('1 to 4 without 3');
    expect(labelRange([0, 3])).toBe('0 to 3 without 1 and 1 other');
  });
});

describe('class names', () => {
  const namesIn = (files: Record<string, string>): ReturnType<typeof classNamesIn> =>
    classNamesIn(givenFolder(files));

  test.each([
    ['classes.txt', 'cat\r\na dog\r\n\r\n', ['cat', 'a dog']],
    ['labels.txt', 'Größe\n猫\n', ['Größe', '猫']],
    ['batches.meta.txt', 'airplane\nautomobile\n\n', ['airplane', 'automobile']],
    ['fine_label_names.txt', 'apple\nbear', ['apple', 'bear']],
  ])('in %s are one a line', async (file, text, names) => {
    expect(await namesIn({ [file]: text })).toEqual({ from: `/mine/${file}`, names });
  });

  test.each([
    [
      'labels.txt',
      '0 Cat\n2: Dog\n',
      [
        [0, 'Cat'],
        [2, 'Dog'],
      ],
    ],
    [
      'emnist-letters-mapping.txt',
      '1 65 97\n26 90 122\n',
      [
        [1, 'A'],
        [26, 'Z'],
      ],
    ],
    [
      'kmnist_classmap.csv',
      'index,codepoint,char\n0,U+304A,お\n1,U+304D,き\n',
      [
        [0, 'お'],
        [1, 'き'],
      ],
    ],
  ])('in %s come with their labels', async (file, text, pairs) => {
    expect(Array.from((await namesIn({ [file]: text }))?.byLabel ?? [])).toEqual(pairs);
  });

  test('in a table come with their labels where it has no header, too', async () => {
    const found = await namesIn({ 'kmnist_classmap.csv': '0,U+304A,お\n1,U+304D,き\n' });
    expect(Array.from(found?.byLabel ?? [])).toEqual([
      [0, 'お'],
      [1, 'き'],
    ]);
  });

  test('are not looked for elsewhere', async () => {
    expect(await namesIn({ 'readme.txt': 'a\nb', 'train/classes.txt': 'a\nb' })).toBeUndefined();
  });
});

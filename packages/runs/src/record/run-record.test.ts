import { expect, test } from 'vitest';
import { exampleRecord as record } from './example-record.ts';
import { runSchema } from './run-record.ts';

test('a record is read', () => {
  expect(runSchema.parse(record)).toEqual(record);
});

test.each([
  ['images that no picture can be made to fit', { dataset: { ...record.dataset, shape: [1e5, 1e5, 3] } }],
  [
    'more classes than labels can name',
    { dataset: { ...record.dataset, classNames: Array<string>(65_537).fill('') } },
  ],
  ['a layer that takes all memory', { config: { ...record.config, layers: 'dense 1000000000' } }],
  ['layers without end', { config: { ...record.config, layers: `${'dense 1, '.repeat(256)}output` } }],
])('a record of %s is refused', (_, change) => {
  expect(runSchema.safeParse({ ...record, ...change }).success).toBe(false);
});

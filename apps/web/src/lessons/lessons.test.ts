import { expect, test } from 'vitest';
import { parseQuery } from '../settings/query.ts';
import { lessons } from './lessons.ts';

test.each(lessons.flatMap(({ runs }) => runs))('the page understands every setting of %s', (query) => {
  const { recipe, refused } = parseQuery(`?${query}`);
  expect(refused).toEqual([]);
  expect(recipe.settings.limit).toBeGreaterThan(0);
});

import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

test.each([
  ['adm', 'adam'],
  ['Adam', 'adam'],
  ['sdg', 'sgd'],
  ['rmsporp', 'rmsprop'],
  ['lion', undefined],
  ['x', undefined],
  ['', undefined],
])('%j stands for %j', (text, name) => {
  expect(nearestName(text, ['sgd', 'adam', 'rmsprop'])).toBe(name);
});

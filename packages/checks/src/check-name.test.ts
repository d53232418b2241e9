import { expect, test } from 'vitest';
import { checkName } from './check-name.ts';

test.each([
  ['Adam', 'Unknown optimizer "Adam"; there are sgd, adam. Did you mean adam?'],
  ['lion', 'Unknown optimizer "lion"; there are sgd, adam'],
  ['toString', 'Unknown optimizer "toString"; there are sgd, adam'],
  [5, 'Unknown optimizer 5; there are sgd, adam'],
  [undefined, 'Unknown optimizer undefined; there are sgd, adam'],
])('%j is refused', (value, message) => {
  expect(() => checkName('optimizer', value, ['sgd', 'adam'])).toThrow(new RangeError(message));
});

test("Keras' snake case is near its camel case", () => {
  expect(() => checkName('loss', 'binary_crossentropy', ['binaryCrossentropy'])).toThrow(
    'Did you mean binaryCrossentropy?',
  );
  expect(checkName('loss', 'binaryCrossentropy', ['binaryCrossentropy'])).toBe('binaryCrossentropy');
});

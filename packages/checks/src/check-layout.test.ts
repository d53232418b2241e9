import { expect, test } from 'vitest';
import { checkLayout } from './check-layout.ts';

test.each([[[28, 28, 1]], [[32, 32, 3]], [[3, 3, 3]], [[4, 4, 8]], [[1, 1, 784]], [[28, 28, 64]]] as const)(
  'images of %j are channels last',
  (shape) => {
    expect(() => checkLayout(shape, undefined)).not.toThrow();
  },
);

test.each([[[1, 28, 28]], [[3, 32, 32]], [[4, 8, 8]]] as const)(
  'images of %j are taken only where the layout is said',
  (shape) => {
    expect(() => checkLayout(shape, undefined)).toThrow('channels first: put them last');
    expect(() => checkLayout(shape, 'channels-last')).not.toThrow();
  },
);

test('another layout is refused', () => {
  // @ts-expect-error: what a caller without types can pass
  expect(() => checkLayout([1, 28, 28], 'NCHW')).toThrow('found "NCHW"');
});

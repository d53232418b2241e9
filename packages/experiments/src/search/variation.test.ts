import { RandomStream } from '@atelier/random';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawValue, parseVariation } from './variation.ts';

test.each([
  ['hidden', 'A variation is SETTING=VALUES'],
  ['hidden=', 'found "hidden="'],
  ['hiden=32|64', 'There is no setting "hiden"; did you mean hidden?'],
  ['qqqqqqqqqqqq=1', 'There is no setting "qqqqqqqqqqqq"; those that can vary are hidden, layers'],
  ['hidden=32|x', 'hidden: "x" is not valid. It takes '],
  ['hidden=32|', 'hidden: "" is not valid. It takes '],
  ['dropout=0.5|1', 'dropout: "1" is not valid. It takes a number from 0 to below 1'],
  ['optimizer=adam|sdg', 'Did you mean sgd?'],
  ['epochs=1|2', 'epochs cannot vary: it is the same in all trials'],
  ['data=a|b', 'data cannot vary'],
  ['learning-rate=log(0,1)', 'learning-rate: the ends of log(LOW,HIGH) are above 0; found 0'],
  ['learning-rate=log(1,x)', 'learning-rate: the ends of log(LOW,HIGH) are numbers; found "x"'],
  ['learning-rate=log(1e-1,1e-4)', 'begins with the lower end; found log(1e-1,1e-4)'],
  ['learning-rate=lg(1e-4,1e-1)', 'learning-rate: "lg(1e-4,1e-1)" is not valid'],
  ['dropout=uniform(0,1)', 'dropout: "1" is not valid'],
  ['batch-size=log(1.5,8)', 'batch-size: "1.5" is not valid'],
])('%s is refused by its word', (text, message) => {
  expect(() => parseVariation(text)).toThrow(message);
  expect(() => parseVariation(text)).toThrow(RangeError);
});

test('a list has its values once, in the words of the setting', () => {
  expect(parseVariation('layers=conv 4 3x3, pool 2 | dense 8|dense 8')).toMatchObject({
    kind: 'list',
    values: ['conv 4 3x3, pool 2', 'dense 8'],
  });
});

test('values of a range lie in it, have three digits, and are whole where the setting takes no other', () => {
  const rates = parseVariation('learning-rate=log(1.234e-4,1.236e-4)');
  const sizes = parseVariation('batch-size=log(8,200)');
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const rate = drawValue(rates, new RandomStream(seed));
      expect(Number(rate)).toBeGreaterThanOrEqual(1.234e-4);
      expect(Number(rate)).toBeLessThanOrEqual(1.236e-4);
      expect(['0.0001234', '0.000124', '0.0001236', '0.000123']).toContain(rate);
      const size = drawValue(sizes, new RandomStream(seed));
      expect(size).toMatch(/^[1-9]\d{0,2}$/);
    }),
  );
});

test('a logarithmic range has as many values in each power of ten, a uniform one in each tenth', () => {
  const share = (text: string, below: number): number => {
    const variation = parseVariation(text);
    const draws = Array.from({ length: 2000 }, (_, seed) =>
      Number(drawValue(variation, new RandomStream(seed))),
    );
    return draws.filter((value) => value < below).length / draws.length;
  };
  // Three standard deviations of a share of 1/3 of 2000 draws are 0.032.
  expect(Math.abs(share('learning-rate=log(1e-4,1e-1)', 1e-3) - 1 / 3)).toBeLessThan(0.032);
  expect(Math.abs(share('dropout=uniform(0,0.6)', 0.2) - 1 / 3)).toBeLessThan(0.032);
});

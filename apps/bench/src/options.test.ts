import { describe, expect, test } from 'vitest';
import { type BenchOptions, parseOptions } from './options.ts';

function parse(...args: readonly string[]): BenchOptions {
  return parseOptions(['node', 'bench', ...args], ['simd-1', 'simd-2', 'pytorch-1']);
}

describe('parseOptions', () => {
  test('measures everything by default', () => {
    expect(parse()).toEqual({
      sections: {
        perEpoch: true,
        whole: true,
        profile: true,
        roofline: true,
        scaling: false,
        timeToAccuracy: false,
      },
      rounds: 5,
      wholeRounds: 3,
      epochs: 30,
      workloads: ['mlp-32', 'mlp-128', 'mlp-deep', 'cnn-small', 'cnn-large', 'cnn-start'],
      only: undefined,
      json: undefined,
      limit: undefined,
      python: '/usr/bin/python3',
      full: true,
    });
  });

  test('measures the sections that are named, and no others', () => {
    expect(parse('--whole').sections).toEqual({
      perEpoch: false,
      whole: true,
      profile: false,
      roofline: false,
      scaling: false,
      timeToAccuracy: false,
    });
    expect(parse('--per-epoch', '--profile').sections).toEqual({
      perEpoch: true,
      whole: false,
      profile: true,
      roofline: false,
      scaling: false,
      timeToAccuracy: false,
    });
  });

  test('takes one number of rounds for both kinds of measurement', () => {
    expect(parse('--rounds', '7')).toMatchObject({ rounds: 7, wholeRounds: 7 });
  });

  test('takes lists, and what ids begin with', () => {
    expect(parse('--workloads', 'mlp-deep,mlp-32', '--only', 'simd, pytorch-1')).toMatchObject({
      workloads: ['mlp-deep', 'mlp-32'],
      only: ['simd', 'pytorch-1'],
    });
  });

  test.each([
    [['--rounds', '9']],
    [['--limit', '100']],
    [['--only', 'simd']],
    [['--workloads', 'mlp-32']],
    [['--epochs', '1']],
    [['--whole']],
  ])('does not call a run full with %s', (args) => {
    expect(parse(...args).full).toBe(false);
  });

  test('calls a run full wherever its results and Python are', () => {
    expect(parse('--json', 'there.json', '--python', 'python3.13').full).toBe(true);
  });

  test.each([
    [['--rounds', '0'], 'It must be a whole number of at least 1; found 0'],
    [['--limit', '1.5'], 'It must be a whole number of at least 1; found 1.5'],
    [
      ['--workloads', 'mlp-32,mlp-64'],
      'There are mlp-32, mlp-128, mlp-deep, cnn-small, cnn-large, cnn-start; found mlp-64',
    ],
    [['--only', 'numpy'], 'There are simd-1, simd-2, pytorch-1; found numpy'],
    [['--only', ''], 'There are simd-1, simd-2, pytorch-1; found '],
    [
      ['--profile', '--workloads', 'mlp-32'],
      'error: --workloads is for --per-epoch; none of them is measured',
    ],
    [['--profile', '--rounds', '3'], '--rounds is for --per-epoch, --whole, --roofline, --scaling'],
    [['--per-epoch', '--epochs', '3'], '--epochs is for --whole'],
    [['--roofline', '--only', 'simd'], '--only is for --per-epoch, --whole'],
    [['--scaling', '--python', 'python3'], '--python is for --per-epoch, --whole, --time-to-accuracy'],
    [['--fast'], "unknown option '--fast'"],
    [['mlp-32'], 'too many arguments'],
  ])('refuses %s in one line', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
    expect(() => parse(...args)).toThrow(/^[^\n]*$/);
  });
});

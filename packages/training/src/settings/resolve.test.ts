import { describe, expect, test } from 'vitest';
import { resolveOptimizer, resolveSchedule } from './resolve.ts';

describe('resolveOptimizer', () => {
  test.each([
    ['sgd', { learningRate: 0.01 }],
    ['momentum', { learningRate: 0.01, momentum: 0.9, nesterov: false }],
    ['rmsprop', { learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7 }],
    ['adam', { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }],
    ['adamw', { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.004 }],
  ] as const)('%s has Keras’ defaults', (name, defaults) => {
    expect(resolveOptimizer(name)).toEqual({ name, ...defaults });
  });

  test('keeps settings, and takes the learning rate that is given apart from them', () => {
    const option = { name: 'adam', beta1: 0.5, learningRate: 0.1 } as const;
    expect(resolveOptimizer(option, 0.2)).toMatchObject({ beta1: 0.5, learningRate: 0.2 });
  });

  test.each([
    ['nadam', 'Unknown optimizer "nadam"; there are sgd, momentum, rmsprop, adam, adamw'],
    ['Adam', 'Unknown optimizer "Adam"; there are sgd, momentum, rmsprop, adam, adamw. Did you mean adam?'],
    [5, 'Unknown optimizer 5; there are sgd'],
    [new Map(), 'Unknown optimizer an instance of Map; there are sgd'],
    [{ name: 'adam', beta_1: 0.5 }, 'The optimizer adam has no option beta_1: did you mean beta1?'],
    [{ name: 'adam', lr: 0.5 }, 'The optimizer adam has no option lr: here it is learningRate'],
    [{ name: 'sgd', momentum: 0.5 }, 'option momentum: here it is a setting of the optimizer momentum'],
    [{ name: 'sgd', learningRate: 0 }, 'learningRate is a number above 0; found 0'],
    [{ name: 'sgd', learningRate: '0.1' }, 'learningRate is a number above 0; found "0.1"'],
    [{ name: 'sgd', learningRate: Number.NaN }, 'learningRate is a number above 0; found NaN'],
    [{ name: 'momentum', nesterov: 1 }, 'nesterov is true or false; found 1'],
    [{ name: 'sgd', learningRate: Infinity }, 'found Infinity'],
    [{ name: 'momentum', momentum: 1 }, 'momentum is a number from 0 to below 1; found 1'],
    [{ name: 'adamw', weightDecay: -1 }, 'weightDecay is a number, at least 0; found -1'],
    [{ name: 'rmsprop', rho: '0.9' }, 'rho is a number from 0 to below 1; found "0.9"'],
  ])('refuses %j', (option, message) => {
    // @ts-expect-error: what a caller without types can pass
    const resolve = (): unknown => resolveOptimizer(option);
    expect(resolve).toThrow(RangeError);
    expect(resolve).toThrow(message);
  });
});

describe('resolveSchedule', () => {
  test.each([
    ['constant', {}],
    ['step', { every: 10, factor: 0.5 }],
    ['exponential', { factor: 0.95 }],
    ['cosine', { warmup: 0 }],
  ] as const)('%s has its defaults', (name, defaults) => {
    expect(resolveSchedule(name)).toEqual({ name, ...defaults });
  });

  test.each([
    ['linear', 'Unknown schedule "linear"; there are constant, step, exponential, cosine, one-cycle'],
    [{ name: 'step', every: 0 }, 'every is a number above 0; found 0'],
    [{ name: 'step', factor: 2 }, 'factor is a number above 0, at most 1; found 2'],
    [{ name: 'cosine', warmup: -1 }, 'warmup is a number, at least 0; found -1'],
    [{ name: 'constant', factor: 1 }, 'The schedule constant has no option factor; there are name'],
    ['cosin', 'Did you mean cosine?'],
  ])('refuses %j', (option, message) => {
    // @ts-expect-error: what a caller without types can pass
    const resolve = (): unknown => resolveSchedule(option);
    expect(resolve).toThrow(RangeError);
    expect(resolve).toThrow(message);
  });
});

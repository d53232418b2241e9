import { describe, expect, test } from 'vitest';
import { Turns } from './turns.ts';

const unexpected = (error: unknown): void => {
  throw error;
};

describe('Turns', () => {
  test('runs jobs one at a time, in order', async () => {
    const turns = new Turns(unexpected);
    const log: string[] = [];
    const done = new Promise<void>((resolve) => {
      turns.add(async () => {
        log.push('first begins');
        await Promise.resolve();
        log.push('first ends');
      });
      turns.add(() => {
        log.push('second');
        resolve();
      });
    });
    await done;
    expect(log).toEqual(['first begins', 'first ends', 'second']);
  });

  test('lets shared jobs run within an exclusive one, and keeps other exclusive ones out', async () => {
    const turns = new Turns(unexpected);
    const log: string[] = [];
    await new Promise<void>((resolve) => {
      turns.addExclusive(async () => {
        log.push('run begins');
        await turns.arrival();
        await turns.drain();
        log.push('run ends');
      });
      turns.addExclusive(() => {
        log.push('next run');
        resolve();
      });
      setTimeout(() => turns.add(() => void log.push('prediction')));
    });
    expect(log).toEqual(['run begins', 'prediction', 'run ends', 'next run']);
  });

  test('ends a wait when it is woken', async () => {
    const turns = new Turns(unexpected);
    const arrival = turns.arrival();
    turns.wake();
    await expect(arrival).resolves.toBeUndefined();
  });

  test('continues after a job that failed, and reports it', async () => {
    const failures: unknown[] = [];
    const turns = new Turns((error) => failures.push(error));
    const failure = new Error('no');
    turns.addExclusive(() => Promise.reject(failure));
    turns.add(() => {
      throw failure;
    });
    await new Promise<void>((resolve) => turns.add(resolve));
    expect(failures).toEqual([failure, failure]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeContestant } from '../test/fake-contestant.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import type { Command } from './command.ts';
import type { Contestant } from './contestants.ts';
import { type EpochMeasurement, measureEpochs } from './measure-epochs.ts';

function contestant(id: string, command: Command, required = false): Contestant {
  return { id, name: id.toUpperCase(), required, runs: () => true, command: () => command };
}

function measurement(
  contestants: readonly Contestant[],
  onProgress: (line: string) => void = () => {},
): EpochMeasurement {
  const data = { data: '/nowhere', count: 640, shape: [2, 2, 1], classes: 2 } as const;
  return { workload: 'mlp-32', contestants, data, rounds: 2, onProgress };
}

describe('measureEpochs', () => {
  test('asks all in turn, and does not count the first round', async () => {
    const file = join(temporaryFolder(), 'log');
    const contestants = ['a', 'b', 'c'].map((name) =>
      contestant(name, fakeContestant('answer', { file, name })),
    );
    const { contestants: results, missing } = await measureEpochs(measurement(contestants));
    expect(readFileSync(file, 'utf8').trim().split('\n').join('')).toBe('abcabcabc');
    expect(missing).toEqual([]);
    expect(results.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    // The second and the third epoch; the loss of the third.
    expect(results[0]).toMatchObject({ seconds: [2, 3], loss: 0.125, software: 'fake', details: 'none' });
  });

  test('names a peer that is missing, and why', async () => {
    const lines: string[] = [];
    const contestants = [
      contestant('absent', fakeContestant('complain')),
      contestant('here', fakeContestant('answer')),
    ];
    const result = await measureEpochs(measurement(contestants, (line) => lines.push(line)));
    expect(result.missing).toEqual([{ id: 'absent', name: 'ABSENT', reason: 'Error: no such library' }]);
    expect(result.contestants.map(({ id }) => id)).toEqual(['here']);
    expect(lines).toEqual([
      'mlp-32: without ABSENT: Error: no such library',
      'mlp-32 warm-up: here 1.000',
      'mlp-32 round 1/2: here 2.000',
      'mlp-32 round 2/2: here 3.000',
    ]);
  });

  test('fails when Atelier itself does not start', async () => {
    const contestants = [contestant('simd-1', fakeContestant('complain'), true)];
    await expect(measureEpochs(measurement(contestants))).rejects.toThrow(
      new Error('mlp-32: SIMD-1 did not start: Error: no such library'),
    );
  });

  test('fails when anyone fails within a round', async () => {
    const contestants = [
      contestant('good', fakeContestant('answer')),
      contestant('bad', fakeContestant('crash')),
    ];
    await expect(measureEpochs(measurement(contestants))).rejects.toThrow(
      new Error('mlp-32: BAD failed: Out of luck'),
    );
  });
});

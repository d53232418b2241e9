import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { measureWhole } from './measure-whole.ts';
import type { WholeCommand } from './whole-commands.ts';

/** A command that prints the epochs that it was asked for, and the folder that it may write to. */
function command(id: string, script: string, ours = false): WholeCommand {
  return {
    id,
    name: id.toUpperCase(),
    ours,
    work: 'nothing',
    command: ({ epochs, out }) => ({
      file: process.execPath,
      args: ['-e', script, String(epochs), out],
      env: {},
    }),
    outcome: ({ out }, stdout) => {
      const [epochs, folder] = stdout.trim().split(' ');
      expect(folder).toBe(out);
      expect(existsSync(out)).toBe(true);
      folders.push(out);
      return { loss: Number(epochs), testAccuracy: 0.5 };
    },
  };
}

const print = 'console.log(process.argv[1], process.argv[2])';
const folders: string[] = [];

function run(commands: readonly WholeCommand[], lines: string[] = []): ReturnType<typeof measureWhole> {
  const data = { data: '/nowhere', count: 4, shape: [2, 2, 1], classes: 2 } as const;
  const onProgress = (line: string): void => void lines.push(line.replace(/\d+\.\d+$/, '…'));
  return measureWhole({ commands, data, epochs: 30, limit: undefined, rounds: 2, onProgress });
}

describe('measureWhole', () => {
  test('runs all in turn, each time in a fresh folder that it removes', async () => {
    const lines: string[] = [];
    const { commands, missing } = await run([command('a', print), command('b', print)], lines);
    expect(lines).toEqual(
      ['1/2: a', '1/2: b', '2/2: a', '2/2: b'].map((turn) => `whole commands round ${turn} …`),
    );
    expect(missing).toEqual([]);
    expect(commands).toMatchObject([
      { id: 'a', work: 'nothing', loss: 30, testAccuracy: 0.5 },
      { id: 'b', loss: 30 },
    ]);
    expect(commands[0]?.seconds).toHaveLength(2);
    expect(new Set(folders).size).toBe(6);
    expect(folders.some((folder) => existsSync(folder))).toBe(false);
  });

  test('names a peer that fails in its warm-up, and why', async () => {
    const { commands, missing } = await run([
      command('absent', "console.error('No module'); process.exit(1)"),
      command('b', print),
    ]);
    expect(missing).toEqual([{ id: 'absent', name: 'ABSENT', reason: 'No module' }]);
    expect(commands.map(({ id }) => id)).toEqual(['b']);
  });

  test('fails when Atelier itself fails', async () => {
    await expect(run([command('simd', 'process.exit(7)', true)])).rejects.toThrow(
      new Error('SIMD failed: exit 7'),
    );
  });
});

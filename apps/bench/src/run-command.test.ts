import { expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

test.runIf(process.platform === 'linux')(
  'sees the memory that a process no longer holds at its end',
  async () => {
    const script = `
    let filled = Buffer.alloc(300e6, 1);
    setTimeout(() => { filled = undefined; console.log('done'); }, 100);`;
    const { peakMemory, seconds, stdout } = await runCommand({
      file: process.execPath,
      args: ['-e', script],
      env: {},
    });
    expect(stdout).toBe('done\n');
    expect(peakMemory).toBeGreaterThan(300e6);
    expect(peakMemory).toBeLessThan(500e6);
    expect(seconds).toBeGreaterThan(0.1);
  },
);

test('reports a missing program', async () => {
  await expect(runCommand({ file: '/nowhere/python3', args: [], env: {} })).rejects.toThrow(
    'spawn /nowhere/python3 ENOENT',
  );
});

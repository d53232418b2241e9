import { isAbsolute } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { filesBelow, temporaryFolder } from '../test/world.ts';
import { nodeEnvironment } from './environment.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('nodeEnvironment', () => {
  test('has a home folder even where HOME is set to nothing', () => {
    vi.stubEnv('HOME', '');
    expect(isAbsolute(nodeEnvironment().home)).toBe(true);
  });

  test('runs a program in a folder', async () => {
    const folder = await temporaryFolder();
    const script = "require('node:fs').writeFileSync('here', '')";
    await nodeEnvironment().run(process.execPath, ['-e', script], { folder, timeoutMs: 10_000 });
    expect(await filesBelow(folder)).toEqual(['here']);
  });

  test('tells the last words of a program that fails', async () => {
    const folder = await temporaryFolder();
    const run = nodeEnvironment().run(process.execPath, ['-e', 'console.error("E: no"); process.exit(100)'], {
      folder,
      timeoutMs: 10_000,
    });
    await expect(run).rejects.toThrow(/E: no\n$/);
  });

  test('ends a program that takes too long, and one that is no longer wanted', async () => {
    const folder = await temporaryFolder();
    const { run } = nodeEnvironment();
    const forever = ['-e', 'setInterval(() => 0, 1000)'];
    await expect(run(process.execPath, forever, { folder, timeoutMs: 100 })).rejects.toMatchObject({
      killed: true,
    });
    const signal = AbortSignal.timeout(100);
    await expect(run(process.execPath, forever, { folder, timeoutMs: 10_000, signal })).rejects.toMatchObject(
      {
        name: 'AbortError',
      },
    );
  });
});

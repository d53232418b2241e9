import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test.each([['--liftoff-only'], ['--no-liftoff']])(
  'threads compute the same in code of each of V8’s compilers: %s',
  async (flag) => {
    const script = fileURLToPath(new URL('../../test/threads-alike.js', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [flag, script]);
    expect(stdout.trim()).toBe('0');
  },
);

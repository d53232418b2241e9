import type * as Fs from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { makeFolder } from './make-folder.ts';

// The superuser can write everywhere. In a folder that may not be written to, Node refuses to make its parents too.
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof Fs>();
  const mkdirSync = (path: string, options?: { readonly recursive?: boolean }): unknown => {
    if (options?.recursive && path.includes('locked')) {
      throw Object.assign(new Error('EACCES: ...'), { code: 'EACCES' });
    }
    return fs.mkdirSync(path, options);
  };
  return { ...fs, mkdirSync };
});

test('where a folder may not be written to, permission is what is missing', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'atelier-make-')), 'locked', 'runs', 'a');
  expect(() => makeFolder(path)).toThrow(`${path} cannot be written: permission is denied (EACCES)`);
});

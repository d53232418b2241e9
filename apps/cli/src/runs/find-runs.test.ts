import type * as Fs from 'node:fs';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { findRuns } from './find-runs.ts';

// The superuser can read every folder.
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof Fs>();
  const readdirSync = (path: string, options: { readonly withFileTypes: true }): unknown => {
    if (path.endsWith('locked')) throw Object.assign(new Error('EACCES: ...'), { code: 'EACCES' });
    return fs.readdirSync(path, options);
  };
  return { ...fs, readdirSync };
});

test('a folder that cannot be read is said, and the runs beside it are found', () => {
  const root = mkdtempSync(join(tmpdir(), 'atelier-find-runs-'));
  for (const name of ['a', 'locked', 'z']) mkdirSync(join(root, name));
  for (const name of ['a', 'z']) writeFileSync(join(root, name, 'run.json'), '{}');
  const messages: string[] = [];
  expect(findRuns(root, (message) => messages.push(message))).toEqual([join(root, 'a'), join(root, 'z')]);
  expect(messages).toEqual([`${join(root, 'locked')} cannot be read: permission is denied (EACCES)`]);
});

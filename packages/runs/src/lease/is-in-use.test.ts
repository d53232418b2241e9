import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FolderLock } from './folder-lock.ts';
import { isInUse } from './is-in-use.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'atelier-in-use-'));

test('a folder is in use from when it is locked until it is released', () => {
  const path = folder();
  expect(isInUse(path)).toBe(false);
  const lock = new FolderLock(path);
  expect(isInUse(path)).toBe(true);
  lock.release();
  expect(isInUse(path)).toBe(false);
});

test('a holder on another machine counts by its heartbeat', () => {
  const path = folder();
  const file = join(path, 'lock');
  const holder = { pid: 1, host: `not ${hostname()}`, since: 'another boot', namespace: 'pid:[1]', id: 'x' };
  writeFileSync(file, JSON.stringify(holder));
  expect(isInUse(path)).toBe(true);
  const longAgo = Date.now() / 1000 - 120;
  utimesSync(file, longAgo, longAgo);
  expect(isInUse(path)).toBe(false);
});

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { RunFolderError } from '../folder/run-folder-error.ts';
import { WriteError } from '../folder/write-error.ts';
import { FolderLock } from './folder-lock.ts';
import { type Holder, thisProcess } from './holder.ts';
import { isDraft, keyOf } from './lock-file.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'atelier-lock-'));

/** Of no process. */
const hiddenPid = 2 ** 22 - 3;

describe('the lock of a run folder', () => {
  test('is held by one, and free when it is released', () => {
    const path = folder();
    const lock = new FolderLock(path);
    expect(() => new FolderLock(path)).toThrow(
      `The folder ${path} belongs to process ${process.pid}, which is still running; wait for it, or end it`,
    );
    expect(readdirSync(path)).toEqual(['lock']);
    lock.check();
    lock.release();
    expect(readdirSync(path)).toEqual([]);
    new FolderLock(path).release();
  });

  test.each([
    ['dead', { pid: 2 ** 22 - 1, host: hostname(), since: 'before' }],
    [
      'of a number that another process has now',
      { pid: process.pid, host: hostname(), since: 'another life' },
    ],
    [
      'dead, where the system does not tell since when it lived',
      { pid: 2 ** 22 - 1, host: hostname(), since: '' },
    ],
  ])('is taken from a process that is %s', (_, holder) => {
    const path = folder();
    writeFileSync(join(path, 'lock'), JSON.stringify({ ...holder, id: 'other' }));
    const lock = new FolderLock(path);
    lock.check();
    expect(readdirSync(path)).toEqual(['lock']);
  });

  test.each([
    [
      'that lives, where the system does not tell since when',
      { pid: process.pid, host: hostname(), since: '' },
    ],
    [
      'of an earlier version on another machine, which has no heartbeat',
      { pid: 1, host: 'elsewhere', since: '' },
    ],
  ])('is left to a process %s', (_, holder) => {
    const path = folder();
    const content = JSON.stringify({ ...holder, id: 'other' });
    writeFileSync(join(path, 'lock'), content);
    expect(() => new FolderLock(path)).toThrow(RunFolderError);
    expect(readdirSync(path)).toEqual(['lock']);
    expect(readFileSync(join(path, 'lock'), 'utf8')).toBe(content);
  });

  test.each(['', '{"pid": 1', '[]', '{"pid": -1, "host": "x", "since": "", "id": ""}'])(
    'that a crash left as %j is free',
    (content) => {
      const path = folder();
      writeFileSync(join(path, 'lock'), content);
      new FolderLock(path).check();
      expect(readFileSync(join(path, 'lock'), 'utf8')).toContain(`"pid":${process.pid}`);
    },
  );

  test('that is a link is taken away, and what it leads to left alone', () => {
    const path = folder();
    const target = join(folder(), 'precious');
    writeFileSync(target, 'gold');
    symlinkSync(target, join(path, 'lock'));
    new FolderLock(path).release();
    expect(readFileSync(target, 'utf8')).toBe('gold');
  });

  test('tells its holder when another took it over, and is then not the holder’s to release', () => {
    const path = folder();
    const lock = new FolderLock(path);
    writeFileSync(join(path, 'lock'), JSON.stringify({ pid: 1, host: 'x', since: '', id: 'other' }));
    expect(() => lock.check()).toThrow('Another process took over the folder');
    lock.release();
    expect(existsSync(join(path, 'lock'))).toBe(true);
  });

  describe('of a process that cannot be checked', () => {
    const elsewhere = { pid: 7, host: 'pod-a', since: 'boot 1', namespace: 'pid:[1]', id: 'other' };
    const lockedBy = (holder: object, secondsAgo: number): string => {
      const path = folder();
      const file = join(path, 'lock');
      writeFileSync(file, JSON.stringify(holder));
      utimesSync(file, Date.now() / 1000 - secondsAgo, Date.now() / 1000 - secondsAgo);
      return path;
    };

    test('is left to it while it gives signs of life, and the message says how old the last is and what to do', () => {
      const path = lockedBy(elsewhere, 40);
      expect(() => new FolderLock(path)).toThrow(
        /belongs to process 7 on pod-a, which cannot be checked; its last heartbeat is 4\d s old\. Wait until it is a minute old, or add --take-over if it has ended$/,
      );
      expect(readdirSync(path)).toEqual(['lock']);
    });

    test('is free when the last sign is more than a minute old', () => {
      const path = lockedBy(elsewhere, 61);
      const lock = new FolderLock(path);
      lock.check();
      expect(readdirSync(path)).toEqual(['lock']);
      lock.release();
    });

    test('is free at once for who takes it over', () => {
      const path = lockedBy(elsewhere, 0);
      const lock = new FolderLock(path, { takeOver: true });
      expect(lock.held).toBe(true);
      lock.release();
    });

    test.each([
      ['in another container', (mine: Holder) => ({ ...mine, namespace: 'pid:[1]' })],
      ['since another start of a machine', (mine: Holder) => ({ ...mine, since: 'boot 1' })],
      ['that the system hides', (mine: Holder) => ({ ...mine, pid: hiddenPid })],
    ])('is judged by the heartbeat %s', (_, change) => {
      const holder = change(thisProcess('other'));
      // Another user's process that /proc does not show.
      const kill = vi.spyOn(process, 'kill').mockImplementation(() => {
        throw Object.assign(new Error('hidden'), { code: 'EPERM' });
      });
      onTestFinished(() => kill.mockRestore());
      expect(() => new FolderLock(lockedBy(holder, 30))).toThrow('which cannot be checked');
      new FolderLock(lockedBy(holder, 61)).release();
    });

    test('of an earlier version, which has no heartbeat, needs to be taken over', () => {
      const path = lockedBy({ pid: 7, host: 'pod-a', since: 'boot 1', id: 'other' }, 7200);
      expect(() => new FolderLock(path)).toThrow(
        'belongs to process 7 on pod-a, of an earlier version, which cannot be checked (its lock is 2 h old); if it has ended, add --take-over',
      );
      new FolderLock(path, { takeOver: true }).release();
    });
  });

  test('is not taken over from a process that is seen to live', () => {
    const path = folder();
    const lock = new FolderLock(path);
    expect(() => new FolderLock(path, { takeOver: true })).toThrow('still running');
    lock.release();
  });

  test('is known by the machine’s start, not by its name', () => {
    const path = folder();
    const dead = { ...thisProcess('other'), pid: 2 ** 22 - 1, host: 'renamed-since' };
    writeFileSync(join(path, 'lock'), JSON.stringify(dead));
    const lock = new FolderLock(path);
    expect(lock.held).toBe(true);
    lock.release();
  });

  test('gets signs of life while the main thread is blocked', () => {
    const path = folder();
    const lock = new FolderLock(path, { interval: 5 });
    const file = join(path, 'lock');
    const content = readFileSync(file, 'utf8');
    const blocker = new Int32Array(new SharedArrayBuffer(4));
    const before = (): boolean => statSync(file).mtimeMs < 1e12;
    utimesSync(file, 1, 1);
    for (let tries = 0; before() && tries < 2000; tries++) Atomics.wait(blocker, 0, 0, 10);
    expect(before()).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe(content);
    lock.release();
  });

  test('does not touch the lock of who took it over', async () => {
    const path = folder();
    const first = new FolderLock(path, { interval: 5 });
    const file = join(path, 'lock');
    // The first beats; then it is replaced.
    utimesSync(file, 1, 1);
    while (statSync(file).mtimeMs < 1e12) await setTimeout(5);
    const other = join(path, 'new');
    writeFileSync(other, JSON.stringify({ ...thisProcess('other') }));
    utimesSync(other, 1, 1);
    renameSync(other, file);
    await setTimeout(60);
    expect(statSync(file).mtimeMs).toBe(1000);
    expect(first.held).toBe(false);
    first.release();
    expect(existsSync(file)).toBe(true);
  });

  test('that is a folder, or cannot be read, is said in one line', () => {
    const path = folder();
    mkdirSync(join(path, 'lock'));
    expect(() => new FolderLock(path)).toThrow(/^\S+lock is a folder, .*; remove it$/);
    expect(readdirSync(path)).toEqual(['lock']);
  });

  test('is lost by who finds, after taking it, that another was followed in the meantime', () => {
    const path = folder();
    const dead = { ...thisProcess('dead'), pid: 2 ** 22 - 1 };
    writeFileSync(join(path, 'lock'), JSON.stringify(dead));
    // Its follower is at the point of putting its file into the place of the lock.
    writeFileSync(join(path, `lock.after-${keyOf('dead')}`), JSON.stringify(thisProcess('follower')));
    expect(() => new FolderLock(path)).toThrow('still running');
    // Had the follower died there, the next one follows the follower.
    const died = { ...thisProcess('follower'), pid: 2 ** 22 - 2 };
    writeFileSync(join(path, `lock.after-${keyOf('dead')}`), JSON.stringify(died));
    const lock = new FolderLock(path);
    lock.check();
    expect(readdirSync(path)).toEqual(['lock']);
    lock.release();
  });

  test('removes the empty file of a process that was killed before it wrote its name', () => {
    const path = folder();
    writeFileSync(join(path, 'lock.other.tmp'), '');
    const lock = new FolderLock(path);
    expect(readdirSync(path)).toEqual(['lock']);
    lock.release();
  });

  test('is written again by who finds that its file was removed so', () => {
    const path = folder();
    writeFileSync(join(path, 'lock'), JSON.stringify({ ...thisProcess('dead'), pid: hiddenPid }));
    // Asked for the dead holder, after the file was written and before it is linked.
    const kill = vi.spyOn(process, 'kill').mockImplementationOnce(() => {
      for (const draft of readdirSync(path).filter(isDraft)) rmSync(join(path, draft));
      throw Object.assign(new Error('dead'), { code: 'ESRCH' });
    });
    onTestFinished(() => kill.mockRestore());
    const lock = new FolderLock(path);
    lock.check();
    expect(kill).toHaveBeenCalledTimes(2);
    expect(readdirSync(path)).toEqual(['lock']);
    lock.release();
  });

  test('cannot be made in a missing folder', () => {
    expect(() => new FolderLock(join(folder(), 'missing'))).toThrow(WriteError);
  });
});

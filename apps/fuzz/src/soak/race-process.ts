import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FolderLock, RunFolderError } from '@atelier/runs';
import { z } from 'zod';

const [, , folder = '', seconds = '1'] = process.argv;
const marker = `${folder}-held`;

/** Counts of one process. */
const counts = { taken: 0, refused: 0, doubleHolds: 0, lost: 0, errors: new Array<string>() };

for (const end = Date.now() + 1000 * Number(seconds); Date.now() < end;) {
  const lock = take();
  if (!lock) continue;
  counts.taken++;
  const alone = mark();
  for (const until = performance.now() + 1; performance.now() < until;);
  if (!lock.held) counts.lost++;
  if (alone) rmSync(marker, { force: true });
  // Half of the time the process "dies": its lock is then that of a process which has ended.
  if (counts.taken % 2 === 0) abandon();
  lock.release();
}
process.stdout.write(JSON.stringify(counts));

function take(): FolderLock | undefined {
  try {
    return new FolderLock(folder);
  } catch (error) {
    if (error instanceof RunFolderError && error.message.includes('belongs to')) counts.refused++;
    else counts.errors.push(String(error));
    return undefined;
  }
}

/** False when another process holds the folder at the same time. */
function mark(): boolean {
  try {
    writeFileSync(marker, '', { flag: 'wx' });
    return true;
  } catch {
    counts.doubleHolds++;
    return false;
  }
}

/** Makes the lock one of a process that is no more. */
function abandon(): void {
  const path = join(folder, 'lock');
  const holder = z.looseObject({}).parse(JSON.parse(readFileSync(path, 'utf8')));
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ ...holder, pid: 2 ** 22 - 1, id: crypto.randomUUID() }));
  renameSync(own, path);
}

import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { checkText, found } from '@atelier/checks';
import { checkPath } from '../check-path.ts';
import { WriteError } from './write-error.ts';

const lineFeed = 0x0a;

/**
 * Appends lines to a file, all or none, on disk before it returns. An incomplete last line is ended first, so that it corrupts
 * no other line. Not through a symbolic link.
 *
 * @param text ends with a line feed
 * @throws RangeError for a text that does not
 * @throws WriteError, with the file unchanged
 */
export function appendWhole(path: string, text: string): void {
  checkPath('path', path);
  checkText('text', text);
  if (!text.endsWith('\n')) throw new RangeError(`text ends with a line feed; found ${found(text)}`);
  try {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);
    const file = openSync(path, flags, 0o666);
    try {
      const { size } = fstatSync(file);
      try {
        writeAll(file, Buffer.from(endsTorn(file, size) ? `\n${text}` : text));
        fsyncSync(file);
      } catch (error) {
        ftruncateSync(file, size);
        throw error;
      }
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new WriteError(path, cause);
  }
}

function endsTorn(file: number, size: number): boolean {
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== lineFeed;
}

/** When a disk fills up, a write takes part of the bytes, returns how many, and the next write fails. */
function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}

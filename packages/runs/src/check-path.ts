import { checkText } from '@atelier/checks';

/**
 * Checks a path before the file system is asked: an empty one would be the working directory.
 *
 * @param name of the argument, for the message
 * @throws TypeError for what is not a text
 * @throws RangeError for an empty text
 */
export function checkPath(name: string, path: unknown): void {
  checkText(name, path, 'a path');
  if (path === '') throw new RangeError(`${name} is a path; found ""`);
}

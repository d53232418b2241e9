import { statSync } from 'node:fs';

/** Another text as soon as a file is another or has other content: changing it changes its `ctime`, which no program can set back. */
export function stampOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return 'not there';
  }
}

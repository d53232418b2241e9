import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const prefix = 'atelier-tests-';

/** Gives the tests a temporary folder of their own, which goes with all that they, and the programs they kill, leave in it. */
export default function temporaryFolder(): (() => void) | undefined {
  // Each project asks; the first one makes it for all.
  if (basename(tmpdir()).startsWith(prefix)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), prefix));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

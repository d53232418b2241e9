// @ts-check
// `pnpm --filter web test:browser`: drives a real Chromium over the built page.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { buildStale } from '../../../scripts/build-stale.js';

const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
if (!existsSync(chromium)) {
  console.error(
    `There is no Chromium at ${chromium}: the browser tests did not run. Install it (apt-get install chromium), or say where it is with CHROMIUM=/path.`,
  );
  process.exit(1);
}
buildStale('web');
const { status } = spawnSync(
  'vitest',
  ['run', '--config', 'test/browser/vitest.config.ts', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);

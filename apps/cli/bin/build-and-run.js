// `pnpm --filter cli start …`: brings the build up to date, quietly, then runs the program.
import { buildStale } from '../../../scripts/build-stale.js';

buildStale('cli');
await import('./atelier.js');

// `pnpm bench …`: brings the build up to date, quietly, then runs the bench.
import { buildStale } from '../../../scripts/build-stale.js';

buildStale('bench');
await import('./bench.js');

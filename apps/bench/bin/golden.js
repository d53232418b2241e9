// `pnpm golden FOLDER`: brings the build up to date, quietly, then repeats the trajectories.
import { buildStale } from '../../../scripts/build-stale.js';

buildStale('bench');
await import('../dist/golden.js');

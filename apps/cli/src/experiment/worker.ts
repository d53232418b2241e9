// The entry of the threads that run trials: trials run in parallel, so each has one engine thread.
import { serveTrials } from '@atelier/experiments';
import { simdEngine } from '@atelier/simd';

serveTrials({ engine: simdEngine({ threads: 1 }) });

// The file of the threads that run trials: the trials run side by side, so each has one thread of the engine.
import { serveTrials } from '@atelier/experiments';
import { simdEngine } from '@atelier/simd';

serveTrials({ engine: simdEngine({ threads: 1 }) });

export { explainUnsupported, simdEngine, type SimdEngineOptions } from './engine.ts';

import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { show } from '../train.js';

await show({ wasmPaths: { 'tfjs-backend-wasm-simd.wasm': simdWasm } });

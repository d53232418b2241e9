import { show } from '../train.js';

const simdWasm = new URL('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm', import.meta.url);

await show({ wasmPaths: { 'tfjs-backend-wasm-simd.wasm': simdWasm.href } });

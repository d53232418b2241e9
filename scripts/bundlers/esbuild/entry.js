import { show } from '../train.js';

await show({ wasmPaths: '/tfjs/', kernels: '/simd/' });

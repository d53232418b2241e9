import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { copyFiles } from '../copy-files.js';

const dist = `${import.meta.dirname}/dist`;
const bundle = await rollup({
  input: `${import.meta.dirname}/entry.js`,
  plugins: [resolve({ browser: true }), commonjs(), terser()],
});
await bundle.write({ dir: dist, format: 'es' });
copyFiles(dist);

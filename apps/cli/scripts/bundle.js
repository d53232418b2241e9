// @ts-check
// Bundles the program: it starts in a fraction of the time, and opens a dozen files instead of a thousand.
import { rmSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '..');
const out = join(root, 'dist/bundle');
/** Native code stays in its packages. */
const native = ['sharp', '@resvg/resvg-js'];
/** TensorFlow.js asks for it where there is no `fetch`, which Node has: 300 kB that would be read at each start. */
const unused = 'node-fetch';
/** It starts a worker, which is bundled separately. */
const startsWorker = join(root, 'dist/experiment/run.js');

rmSync(out, { recursive: true, force: true });
// What bin/atelier.js keeps compiled is of the bundle before.
rmSync(join(root, 'node_modules/.cache/compiled'), { recursive: true, force: true });
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true, external: [...native, unused] },
  plugins: [
    {
      name: 'own-urls',
      // Kernels, fonts, thread files and package.json are found relative to the module that loads them.
      transform: {
        filter: { code: 'import.meta.url' },
        handler(code, id) {
          const path = id.split('?')[0] ?? id;
          if (path.includes('node_modules') || path === startsWorker) return null;
          const original = relative(out, path).split(sep).join('/');
          return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(original)}, import.meta.url)`);
        },
      },
    },
    {
      name: 'wasm-of-tensorflow',
      // Its start looks for the .wasm file beside itself.
      transform: {
        filter: { id: /tfjs-backend-wasm\/wasm-out\// },
        handler: (code) =>
          code.replaceAll(
            '__dirname',
            "require('node:path').dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))",
          ),
      },
    },
  ],
  build: {
    ssr: true,
    outDir: out,
    target: 'node20',
    // Names stay, for messages and traces: to read less is what makes the start shorter.
    minify: false,
    rolldownOptions: {
      input: { main: join(root, 'dist/main.js'), worker: join(root, 'dist/experiment/worker.js') },
      external: [...native, unused],
      treeshake: { moduleSideEffects: 'no-external' },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
      },
    },
  },
});

import { defineConfig, type UserConfig } from 'vite';
import { dataFiles } from './server/data-files.ts';
import { headers } from './server/headers.ts';
import { openGraph } from './server/open-graph.ts';
import { serviceWorker } from './server/service-worker-plugin.ts';

const config: UserConfig = defineConfig({
  // The built folder works from any path.
  base: './',
  plugins: [dataFiles(), openGraph(), serviceWorker()],
  server: { headers },
  optimizeDeps: {
    // Found beforehand, so that the first page of a development server is not loaded twice.
    include: [
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-layers',
      '@atelier/training > zod/mini',
      '@atelier/training > zod/v4/locales/en.js',
    ],
  },
  preview: { headers },
  worker: {
    format: 'es',
    rolldownOptions: {
      output: {
        codeSplitting: {
          // The worker in two files: a small one, which begins to load the data at once; and all the rest, so that what a run or a
          // measurement needs later is there when the network is not.
          groups: [
            { name: 'main', tags: ['$initial'], priority: 1 },
            { name: 'engines', test: /./ },
          ],
        },
      },
    },
  },
  build: {
    target: 'es2022',
    // An inlined asset would be a data: URL, which the page's policy forbids for scripts and WebAssembly.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        // What the page shares with rooms that are loaded later stays one file: many small ones compress worse.
        codeSplitting: {
          groups: [{ name: 'page', test: /\/web\/src\/(components|image|messages|settings|state)\b/ }],
        },
      },
    },
  },
});
export default config;

import { copyFiles } from '../copy-files.js';
import { build } from 'esbuild';

const outdir = `${import.meta.dirname}/dist`;
await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['entry.js'],
  bundle: true,
  minify: true,
  format: 'esm',
  outdir,
});
copyFiles(outdir);

// Prints what all exports of each package weigh in a page's bundle, minified and gzipped, in kilobytes, by package.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const sizes = {};
for (const name of process.argv.slice(2)) {
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${name}'`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    // What is loaded later counts too.
    splitting: true,
    outdir: 'sizes',
    write: false,
  });
  sizes[name] = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).length / 1000, 0);
}
console.log(JSON.stringify(sizes));

import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import webpack from 'webpack';

const path = `${import.meta.dirname}/dist`;
const stats = await promisify(webpack)({
  mode: 'production',
  context: import.meta.dirname,
  entry: './entry.js',
  output: { path },
  performance: false,
});
if (stats.hasErrors()) throw new Error(stats.toString('errors-only'));
writeFileSync(`${path}/index.html`, '<!doctype html><script src="main.js"></script>');

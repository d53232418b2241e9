// @ts-check
// `pnpm --filter web start`: brings the build up to date, quietly, then serves it with the data set and prints the URL.
import { preview } from 'vite';
import { buildStale } from '../../../scripts/build-stale.js';

buildStale('web');
const port = Number(process.env['PORT'] ?? 4173);
const server = await preview({ preview: { port, open: process.argv.includes('--open') } });
server.printUrls();

// Atelier's contestant process in Chromium: builds a page, serves it as one that is isolated from other origins, and asks it.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { z } from 'zod';
import { epochRequest, say } from './line-protocol.ts';
import { counted } from './threads.ts';

const argument = process.argv[2] ?? '';
const { data, threads } = z.object({ data: z.string(), threads: z.number() }).parse(JSON.parse(argument));
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
if (!existsSync(executablePath)) {
  console.error(
    `There is no Chromium at ${executablePath}: install it, or say where it is with CHROMIUM=/path`,
  );
  process.exit(1);
}
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};
const epochSchema = z.object({ seconds: z.number(), loss: z.number() });

const site = mkdtempSync(join(tmpdir(), 'atelier-bench-page-'));
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const path = pathname === '/' ? '/index.html' : pathname;
  const file = path.startsWith('/data/') ? join(data, path.slice(6)) : join(site, path);
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    // Without these, a page has no shared memory, hence no threads.
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  });
  return response.end(readFileSync(file));
});
let browser: Awaited<ReturnType<typeof chromium.launch>> | undefined;
try {
  await build({
    root: fileURLToPath(new URL('../page', import.meta.url)),
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: site, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4000 },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page has no port');
  browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  await page.goto(`http://localhost:${address.port}/#${encodeURIComponent(argument)}`);
  const ready = await page.waitForFunction('globalThis.ready', undefined, { timeout: 60_000 });
  const failure = await ready.jsonValue();
  if (failure !== true) throw new Error(String(failure));
  const details = `kernels on ${counted(threads)}`;
  say({ type: 'ready', software: `Chromium ${browser.version()}`, details });
  for await (const request of createInterface({ input: process.stdin })) {
    if (request !== epochRequest) throw new Error(`Unknown request ${request}`);
    say({ type: 'epoch', ...epochSchema.parse(await page.evaluate('globalThis.epoch()')) });
  }
} finally {
  await browser?.close();
  server.close();
  rmSync(site, { recursive: true, force: true });
}

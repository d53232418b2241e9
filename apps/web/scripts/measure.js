// @ts-check
// `pnpm --filter web measure [VISITS]`: how long a first visit at 10 Mbit/s takes to its first picture, to where one can train, and to
// the first trained epoch, in seconds. On a quiet machine; a server that compresses and 40 ms of latency are part of it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileKeys, fileNames, findDataset } from '@atelier/datasets';
import { chromium } from 'playwright-core';
import { buildStale } from '../../../scripts/build-stale.js';

const visits = Number(process.argv[2] ?? 5);
if (!Number.isInteger(visits) || visits < 1) {
  console.error(`The number of visits is an integer from 1; found ${process.argv[2]}`);
  process.exit(1);
}
/** Milliseconds after which a Chromium that was launched has done what it does first: a visit is measured, not a launch. */
const launched = 3000;
const network = { offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 };
/** @type {Readonly<Record<string, string>>} */
const types = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  png: 'image/png',
};

buildStale('web');
const server = createServer(await answers());
await new Promise((resolve) => server.listen(0, () => resolve(undefined)));
const address = server.address();
const url = `http://localhost:${typeof address === 'object' && address ? address.port : 0}/?preset=mlp-32`;
console.log('a first visit at 10 Mbit/s, seconds: first picture, Train enabled, first epoch trained');
for (let visit = 0; visit < visits; visit++) console.log((await measure()).join('  '));
server.close();

/** The built page, compressed as servers do, and its data. */
async function answers() {
  const { source } = await findDataset('fashion-mnist', { folder: process.env['ATELIER_DATA'] || undefined });
  const dist = join(import.meta.dirname, '../dist');
  /** @type {Map<string, Buffer>} */
  const bodies = new Map();
  return (
    /** @type {import('node:http').IncomingMessage} */ request,
    /** @type {import('node:http').ServerResponse} */ response,
  ) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1) || 'index.html';
    const ending = name.split('.').at(-1) ?? '';
    const key = fileKeys.find((each) => name === `data/${fileNames[each]}.gz`);
    const compressed = !key && ending !== 'png';
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Content-Type', types[ending] ?? 'application/octet-stream');
    if (compressed) response.setHeader('Content-Encoding', 'gzip');
    try {
      const content = bodies.get(name) ?? readFileSync(key ? source.files[key].location : join(dist, name));
      const body = compressed && !bodies.has(name) ? gzipSync(content) : content;
      bodies.set(name, body);
      response.end(body);
    } catch {
      response.removeHeader('Content-Encoding');
      response.writeHead(404).end();
    }
  };
}

async function measure() {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.addInitScript(watch);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', network);
  // A worker has a network of its own, which must be slow before it begins to load.
  devtools.on('Target.attachedToTarget', ({ sessionId }) => {
    const commands = [
      { method: 'Network.enable' },
      { method: 'Network.emulateNetworkConditions', params: network },
      { method: 'Runtime.runIfWaitingForDebugger' },
    ];
    for (const [id, command] of commands.entries()) {
      const message = JSON.stringify({ id: id + 1, ...command });
      void devtools.send('Target.sendMessageToTarget', { sessionId, message });
    }
  });
  await devtools.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: false,
  });
  await new Promise((resolve) => setTimeout(resolve, launched));
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => Reflect.has(globalThis, 'firstEpoch'), undefined, { timeout: 120_000 });
  const times = await page.evaluate(() =>
    ['firstPicture', 'enabled', 'firstEpoch'].map((name) => Reflect.get(globalThis, name)),
  );
  await browser.close();
  return times.map((time) => (Number(time) / 1000).toFixed(2));
}

/** Runs in the page: notes when things are there for the first time, and trains as soon as it can. */
function watch() {
  const note = (/** @type {string} */ name) => {
    if (!Reflect.has(globalThis, name)) Reflect.set(globalThis, name, performance.now());
  };
  const NativeWorker = window.Worker;
  window.Worker = class extends NativeWorker {
    constructor(/** @type {string | URL} */ script, /** @type {WorkerOptions | undefined} */ options) {
      super(script, options);
      this.addEventListener('message', ({ data }) => {
        if (data.type === 'epoch') note('firstEpoch');
      });
    }
  };
  const look = () => {
    if (document.querySelector('.first-picture, .drawing canvas')) note('firstPicture');
    const train = document.querySelector('button.primary');
    if (train instanceof HTMLButtonElement && !train.disabled && !Reflect.has(globalThis, 'enabled')) {
      note('enabled');
      train.click();
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

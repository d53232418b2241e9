// Builds a page that trains with each bundler, for production, from the packages as npm would publish them, and runs it in
// Chromium: isolated from other origins, where the engine has threads, and not. Its losses are those of Node, to the bit.
// `pnpm check-bundlers` tries those that install fast, and measures what each package weighs in a page, which its README
// says; `pnpm check-bundlers webpack` tries the named ones.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { chromium } from 'playwright-core';
import { installProject, packAll, packages, run } from './packed-packages.js';

const bundlers = {
  vite: { install: ['vite'], build: ['pnpm', ['exec', 'vite', 'build', 'vite']] },
  esbuild: { install: ['esbuild@^0.28.2'], build: ['node', ['esbuild/build.js']] },
  rollup: {
    install: [
      'rollup@^4.68.8',
      '@rollup/plugin-commonjs@^29.0.3',
      '@rollup/plugin-node-resolve@^16.0.3',
      '@rollup/plugin-terser@^1.0.2',
    ],
    build: ['node', ['rollup/build.js']],
  },
  webpack: { install: ['webpack@^5.112.2'], build: ['node', ['webpack/build.js']] },
};
const weighed = /minified and\s+gzipped:\s+([\d.]+) kB/;
const used = [
  ...packages.map(({ manifest }) => manifest.name),
  ...['backend-wasm', 'core', 'layers'].map((name) => `@tensorflow/tfjs-${name}`),
];
const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(executablePath)) {
  console.error(
    `There is no Chromium at ${executablePath}: install it, or say where it is with CHROMIUM=/path.`,
  );
  process.exit(1);
}
const wanted = process.argv.length > 2 ? process.argv.slice(2) : ['vite', 'esbuild', 'rollup'];
const work = mkdtempSync(join(tmpdir(), 'atelier-bundlers-'));
const project = join(work, 'project');
const browser = await chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
try {
  cpSync(join(import.meta.dirname, 'bundlers'), project, { recursive: true });
  installProject(project, [...used, ...wanted.flatMap((name) => bundlers[name].install)], packAll(work));
  const program =
    "import('./train.js').then(async ({ train }) => console.log(JSON.stringify(await train())))";
  const losses = JSON.parse(run('node', ['--eval', program], project));
  for (const name of wanted) {
    run(...bundlers[name].build, project);
    if (name === 'esbuild') compareSizes();
    if (name === 'vite') await tryExample();
    for (const isolated of [true, false]) {
      const { outcome, threads } = await visit(join(project, name, 'dist'), isolated ? isolation : {});
      const right = isDeepStrictEqual(outcome, { losses }) && threads === (isolated ? 2 : 0);
      const found = right ? '' : `, ${JSON.stringify(outcome)} for ${losses}`;
      report(right, `${name}, ${isolated ? 'isolated' : 'not isolated'}: ${threads} threads${found}`);
    }
  }
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}

/** The page of `examples/`, as its reader builds it. */
async function tryExample() {
  cpSync(join(import.meta.dirname, '../examples/browser'), join(project, 'example'), { recursive: true });
  run('pnpm', ['exec', 'vite', 'build', 'example'], project);
  const { outcome } = await visit(join(project, 'example/dist'), isolation);
  const accuracy = Number(/^\d+/.exec(outcome)?.[0]);
  report(accuracy > 90, `examples/browser, built by vite: ${outcome}`);
}

/** A README may be off by a tenth: what a package weighs changes a little with each version of what it needs. */
function compareSizes() {
  const stated = new Map(
    packages.flatMap(({ path, manifest }) => {
      const [, kilobytes] = weighed.exec(readFileSync(join(path, 'README.md'), 'utf8')) ?? [];
      return kilobytes === undefined ? [] : [[manifest.name, Number(kilobytes)]];
    }),
  );
  const sizes = JSON.parse(run('node', ['sizes.js', ...stated.keys()], project));
  for (const [name, kilobytes] of stated) {
    const right = Math.abs(sizes[name] - kilobytes) <= kilobytes / 10;
    report(right, `${name} weighs ${sizes[name].toFixed(1)} kB; its README says ${kilobytes}`);
  }
}

function report(right, what) {
  console.log(`${right ? 'ok    ' : 'FAILED'}  ${what}`);
  if (!right) process.exitCode = 1;
}

/** Opens a built page; gives what it left, and how many workers it started. */
async function visit(dist, headers) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = join(dist, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { ...headers, 'Content-Type': types[extname(file)] ?? 'text/plain' });
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage();
  try {
    let threads = 0;
    page.on('worker', () => threads++);
    await page.goto(`http://localhost:${server.address().port}/`);
    const outcome = await page.waitForFunction(
      () => globalThis.outcome ?? document.querySelector('#result')?.textContent,
      undefined,
      { timeout: 60_000 },
    );
    return { outcome: await outcome.jsonValue(), threads };
  } finally {
    await page.close();
    server.close();
    server.closeAllConnections();
  }
}

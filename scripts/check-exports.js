// Runs every export that the tests of packages/export make in the programs that it is for: ONNX files in ONNX Runtime for Node, a
// current one and one of 2023, on the web's build (in the tests themselves), and through onnx.checker; the module and the page in
// Chromium. Prints the largest difference from the reference engine in each. Installs what is missing into a temporary folder.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = resolve(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'atelier-exports-'));
const files = join(work, 'files');
const tolerance = 1e-5;
let failures = 0;

try {
  mkdirSync(files);
  run('pnpm', ['vitest', 'run', '--project', 'export'], root, { ATELIER_EXPORTS_FOLDER: files });
  const examples = readdirSync(files)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({
      ...JSON.parse(readFileSync(join(files, name), 'utf8')),
      path: join(files, name.replace('.json', '.onnx')),
    }));
  await onnxRuntimes(examples);
  checkOnnx();
  await inChromium();
} finally {
  rmSync(work, { recursive: true });
}
process.exitCode = failures > 0 ? 1 : 0;

async function onnxRuntimes(examples) {
  const runtimes = { current: 'npm:onnxruntime-node@latest', old: 'npm:onnxruntime-node@1.16.3' };
  writeFileSync(join(work, 'package.json'), JSON.stringify({ private: true, dependencies: runtimes }));
  // Its install script only fetches CUDA.
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], work);
  const require = createRequire(join(work, 'package.json'));
  for (const name of Object.keys(runtimes)) {
    const { InferenceSession, Tensor } = require(name);
    const { version } = JSON.parse(readFileSync(join(work, 'node_modules', name, 'package.json'), 'utf8'));
    let largest = 0;
    for (const { path, input, shape, pixels, outputs } of examples) {
      const session = await InferenceSession.create(path);
      const values = input === 'uint8' ? Uint8Array.from(pixels) : Float32Array.from(pixels);
      const { probabilities } = await session.run({ pixels: new Tensor(input, values, shape) });
      for (const [at, value] of outputs.entries()) {
        largest = Math.max(largest, Math.abs(value - probabilities.data[at]));
      }
    }
    report(`onnxruntime-node ${version}, ${examples.length} models`, largest);
  }
}

function checkOnnx() {
  // Debian's: another Python in the path would not see its packages.
  const python = '/usr/bin/python3';
  const has = () => spawnSync(python, ['-c', 'import onnx']).status === 0;
  if (!has() && process.getuid?.() === 0) {
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'python3-onnx'], work);
  }
  if (!has()) {
    console.log('onnx.checker: not checked, Debian has it as python3-onnx');
    return;
  }
  const program = `import glob, onnx
for path in glob.glob('${files}/*.onnx'): onnx.checker.check_model(onnx.load(path), full_check=True)
print('onnx.checker', onnx.__version__)`;
  console.log(`${execFileSync(python, ['-c', program], { encoding: 'utf8' }).trim()}: every file is valid`);
}

async function inChromium() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath))
    throw new Error(`There is no Chromium at ${executablePath}; $CHROMIUM names another`);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    const problems = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (/^(https?|ws):/.test(request.url())) problems.push(request.url());
    });
    await page.goto(pathToFileURL(join(files, 'page.html')).href);
    const shown = () => page.locator('#classes li').allInnerTexts();
    const before = await shown();
    const { x, y, width, height } = await page.locator('#drawing').boundingBox();
    await page.mouse.move(x + width / 4, y + height / 4);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
    await page.mouse.up();
    const after = await shown();
    const picture = await page.screenshot();
    await page.locator('#file').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: picture });
    await page.waitForFunction(
      (text) => document.querySelector('#classes').innerText !== text,
      after.join('\n'),
    );
    const names = JSON.parse(readFileSync(join(files, 'page.names'), 'utf8'));
    const words = (text) => text.replaceAll(/\s+/g, ' ').trim();
    const rowsAreLow = await page
      .locator('#classes li')
      .evaluateAll((rows) => rows.every((row) => row.offsetHeight < 60));
    const isShown = names.every((name) => after.some((row) => words(row).includes(words(name))));
    if (after.join() === before.join()) problems.push('A drawn line changes nothing');
    if (!rowsAreLow) problems.push('A long name takes more than two lines');
    if (!isShown) problems.push(`The page shows ${JSON.stringify(after)}`);
    for (const problem of problems) fail(`page in Chromium: ${problem}`);
    if (problems.length === 0)
      console.log('page in Chromium, offline: draws, opens a picture, shows every class name');

    const module = join(files, 'module.mjs');
    const source = `data:text/javascript;base64,${readFileSync(module, 'base64')}`;
    const other = await context.newPage();
    const found = await other.evaluate(async (url) => {
      const there = await import(url);
      const length = there.inputShape.reduce((product, each) => product * each, 1);
      return [...there.run(Uint8Array.from({ length }, (_, at) => (at * 53) % 256))];
    }, source);
    const here = await import(pathToFileURL(module).href);
    const size = here.inputShape.reduce((product, length) => product * length, 1);
    const expected = here.run(Uint8Array.from({ length: size }, (_, at) => (at * 53) % 256));
    if (found.join() === [...expected].join()) console.log('module in Chromium: the same bits as in Node');
    else fail('module in Chromium: other numbers than in Node');
  } finally {
    await browser.close();
  }
}

function report(what, largest) {
  if (largest < tolerance) console.log(`${what}: differs by at most ${largest.toExponential(1)}`);
  else fail(`${what}: differs by ${largest.toExponential(1)}, more than ${tolerance}`);
}

function fail(message) {
  failures++;
  console.error(`FAIL  ${message}`);
}

function run(command, args, cwd, env = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed\n${stdout}${stderr}`);
}

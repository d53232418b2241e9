// Searches recipes, and measures presets. What was measured before is skipped, so that a search goes on where it stopped.
//
//   node scripts/recipes.js [--threads N] [NAME…]      candidates of recipes/candidates.json on a tenth of the training images
//   node scripts/recipes.js --test [--threads N] PRESET…   presets, trained on all of them, on the test images
//
// Recipes are chosen by the first, which never reads the accuracy on the test images; the second says at the end what the choice was
// worth. Each run adds a line to recipes/search.jsonl or recipes/test.jsonl: accuracies do not depend on the machine, seconds do.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = resolve(import.meta.dirname, '..');
const atelier = process.env.ATELIER ?? join(root, 'apps/cli/bin/atelier.js');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { test: { type: 'boolean', default: false }, threads: { type: 'string', default: '2' } },
});
const file = join(root, 'scripts/recipes', values.test ? 'test.jsonl' : 'search.jsonl');

for (const { name, preset, options, seeds } of values.test ? presets() : candidates()) {
  const known = recorded();
  for (const seed of seeds) {
    const given = [preset, ...options].join(' ');
    if (known.some((each) => each.given === given && each.seed === seed)) continue;
    const result = measure(preset, options, seed);
    appendFileSync(file, `${JSON.stringify({ name, given, seed, ...result })}\n`);
  }
  const all = recorded().filter((each) => each.given === [preset, ...options].join(' '));
  console.log(`${name}: ${spread(all.map(({ accuracy }) => accuracy))}`);
  if (values.test) console.log(`${name} with --tta flip: ${spread(all.map(({ flip }) => flip))}`);
}

function candidates() {
  const all = JSON.parse(readFileSync(join(root, 'scripts/recipes/candidates.json'), 'utf8'));
  const unknown = positionals.find((name) => !all.some((each) => each.name === name));
  if (unknown !== undefined) throw new RangeError(`recipes/candidates.json has no "${unknown}"`);
  return positionals.length === 0 ? all : all.filter(({ name }) => positionals.includes(name));
}

function presets() {
  return positionals.map((preset) => ({ name: preset, preset, options: [], seeds: [1, 2, 3] }));
}

function recorded() {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Trains once; seconds are those of the training alone. */
function measure(preset, options, seed) {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-recipe-'));
  try {
    const split = values.test ? 'none' : '0.1';
    run(
      'train',
      preset,
      ...options,
      '--validation',
      split,
      '--seed',
      String(seed),
      '--threads',
      values.threads,
      '--out',
      folder,
      '--overwrite',
      '--quiet',
    );
    const { parameters, config, history, test, timings } = JSON.parse(
      readFileSync(join(folder, 'run.json'), 'utf8'),
    );
    const machine = {
      threads: Number(values.threads),
      seconds: Math.round(timings.training),
      load: Math.round(loadavg()[0]),
      cores: cpus().length,
    };
    const size = { parameters, epochs: config.epochs };
    if (values.test) {
      const flip = JSON.parse(run('evaluate', folder, '--tta', 'flip', '--json')).accuracy;
      return { ...size, accuracy: test.accuracy, flip, recipe: config, ...machine };
    }
    const { valAccuracy, valLoss, accuracy } = history.at(-1);
    return { ...size, accuracy: valAccuracy, loss: valLoss, trainingAccuracy: accuracy, ...machine };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [atelier, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`atelier ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

/** `92.71 ± 0.08 % of 3 seeds` */
function spread(accuracies) {
  const n = accuracies.length;
  const mean = accuracies.reduce((sum, each) => sum + each, 0) / n;
  const deviation = Math.sqrt(
    accuracies.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(n - 1, 1),
  );
  const percent = (share) => (100 * share).toFixed(2);
  return n === 1
    ? `${percent(mean)} % of 1 seed`
    : `${percent(mean)} ± ${percent(deviation)} % of ${n} seeds`;
}

// Runs the experiments of the lessons, cheapest first, and brings the lessons up to date with their results: figures, tables and, in
// English, readings. What has results of the right size already is not run again, so that it can be interrupted and go on.
//
//   pnpm lessons [names]       in full, into docs/lessons/results; what does not fit into --minutes (default 120) is named
//   pnpm lessons --quick       all of them on few images, into a temporary folder; the pages stay as they are
//   pnpm lessons --present     only the pages, from the results that are there
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { experiments, kindOf, Results } from '../packages/experiments/dist/index.js';
import { present } from './lessons/present.js';

const root = resolve(import.meta.dirname, '..');
const atelier = join(root, 'apps/cli/bin/atelier.js');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    present: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '120' },
  },
});
const unknown = positionals.filter((name) => !experiments.some((each) => each.name === name));
if (unknown.length > 0)
  throw new Error(`no such experiment: ${unknown.join(', ')}; see atelier experiment list`);
const chosen = experiments.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

/** Multiplications per second of one core, measured with the SIMD engine on dense networks; of others less. */
const pace = 4e9;
/** An adaptive experiment plans as it goes: about so many times the work that it begins with. */
const adaptiveTimes = 250;
const full = { limit: 60_000, inputs: 784, classes: 10 };

const results = values.quick
  ? mkdtempSync(join(tmpdir(), 'atelier-lessons-'))
  : join(root, 'docs/lessons/results');

if (!values.present) run();
if (values.quick) rmSync(results, { recursive: true });
else {
  await present(root, results);
  spawnSync(join(root, 'node_modules/.bin/oxfmt'), ['docs'], { cwd: root, stdio: 'inherit' });
}

function run() {
  const planned = chosen
    .map((experiment) => ({ experiment, ...sizeOf(experiment) }))
    .map((each) => ({ ...each, seconds: secondsOf(each) }))
    .toSorted((a, b) => a.seconds - b.seconds);
  const total = planned.reduce((sum, { seconds }) => sum + seconds, 0);
  console.log(
    `${planned.length} experiments, about ${minutes(total)} on ${availableParallelism()} quiet cores`,
  );
  const end = Date.now() + 60_000 * Number(values.minutes);
  const left = [];
  for (const { experiment, options, seconds } of planned) {
    const { name } = experiment;
    const folder = join(results, name);
    const done = existsSync(join(folder, 'summary.json')) && isOfSize(folder, options);
    if (!done && Date.now() + 1000 * seconds > end) {
      left.push(`${name} (about ${minutes(seconds)})`);
      continue;
    }
    if (existsSync(folder) && !isOfSize(folder, options)) {
      console.log(`${name}: results of another size are replaced`);
      rmSync(folder, { recursive: true });
    }
    const begin = Date.now();
    const { status } = spawnSync(
      process.execPath,
      [
        atelier,
        'experiment',
        name,
        ...['epochs', 'seeds', 'limit'].flatMap((option) => [`--${option}`, String(options[option])]),
        '--out',
        folder,
        '--quiet',
      ],
      { stdio: 'inherit' },
    );
    if (status !== 0) throw new Error(`the experiment ${name} failed; what it has done is kept`);
    console.log(`${name}: ${done ? 'had its results' : minutes((Date.now() - begin) / 1000)}`);
  }
  if (left.length > 0) {
    console.log(
      `Not run, since ${values.minutes} minutes are too few: ${left.join('; ')}. Run them with --minutes or by name`,
    );
    process.exitCode = 1;
  }
}

/** In full, the experiment's own defaults; for a quick look 2,000 images, three seeds and few epochs. */
function sizeOf({ defaults }) {
  const few = { epochs: Math.min(defaults.epochs, 2), seeds: 3, limit: 2000 };
  return { options: { ...full, ...defaults, ...(values.quick && few) } };
}

function secondsOf({ experiment, options }) {
  const trials = experiment.plan(options, new Results([]));
  const work = trials.reduce((sum, { task }) => sum + kindOf(task).work(task, options), 0);
  const times = experiment.adaptive === true ? adaptiveTimes : 1;
  return 2 + (times * work) / pace / availableParallelism();
}

function isOfSize(folder, { epochs, seeds, limit }) {
  const { options } = JSON.parse(readFileSync(join(folder, 'experiment.json'), 'utf8'));
  return options.epochs === epochs && options.seeds === seeds && options.limit === limit;
}

function minutes(seconds) {
  return seconds < 90 ? `${Math.ceil(seconds)} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}

import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { simdEngine } from '@atelier/simd';
import { tfjsEngine } from '@atelier/training';
import { large, longRun, manyRuns } from './memory.ts';

const parts = ['kills', 'long', 'runs', 'large'] as const;
const usage = `pnpm soak [${parts.join('|')}]… [--kills N] [--seed S] [--epochs N] [--runs N] [--engine simd|tfjs] [--threads N] [--limit N]

  kills  processes killed at random while they train and while they fetch (default 200 of each)
  long   one training of 200 epochs: resident memory flat after the first ten, tensors constant
  runs   50 trainings one after another in one process
  large  600,000 images: the real training set ten times over
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '200' },
    runs: { type: 'string', default: '50' },
    engine: { type: 'string', default: 'simd' },
    threads: { type: 'string', default: '2' },
    limit: { type: 'string', default: '60000' },
  },
});

const chosen = positionals.length > 0 ? positionals : [...parts];
const options = {
  engine: values.engine === 'tfjs' ? tfjsEngine() : simdEngine({ threads: Number(values.threads) }),
  limit: Number(values.limit),
};
let failed = false;
for (const part of chosen) {
  const begin = performance.now();
  const problems = await run(part);
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  process.stdout.write(`${part}: ${problems.length === 0 ? 'held' : problems.join('; ')} (${seconds} s)\n`);
  failed ||= problems.length > 0;
}
process.exitCode = failed ? 1 : 0;

async function run(part: string): Promise<string[]> {
  switch (part) {
    case 'kills':
      return kills();
    case 'long':
      return longRun({ ...options, epochs: Number(values.epochs) });
    case 'runs':
      return manyRuns({ ...options, runs: Number(values.runs) });
    case 'large':
      return large(options);
    default:
      process.stderr.write(usage);
      process.exit(2);
  }
}

/** The tests of kills, with more of them. */
function kills(): string[] {
  const files = ['apps/cli/test/faults.test.ts', 'packages/datasets/src/processes.test.ts'];
  const { status } = spawnSync('vitest', ['run', ...files, '-t', 'killed'], {
    stdio: 'inherit',
    env: { ...process.env, ATELIER_KILLS: values.kills, ATELIER_SEED: values.seed },
  });
  return status === 0 ? [] : ['a test failed'];
}

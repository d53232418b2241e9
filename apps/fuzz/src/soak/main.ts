import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { simdEngine } from '@atelier/simd';
import { tfjsEngine } from '@atelier/training';
import { hostileSystem } from './hostile-systems.ts';
import { kills } from './kills.ts';
import { large, longRun, manyRuns } from './memory.ts';
import { races } from './races.ts';
import { slurm } from './slurm.ts';

const parts = ['kills', 'races', 'hosts', 'short-writes', 'hidepid', 'long', 'runs', 'large'] as const;
const usage = `pnpm soak [${[...parts, 'slurm'].join('|')}]… [--kills N] [--seed S] [--epochs N] [--runs N] [--engine simd|tfjs] [--threads N] [--limit N] [--processes N] [--seconds N]

  kills  runs, ensembles, cross-validations and experiments killed at random and resumed under other host names
         (default 200, together), then trainings with many checkpoints and fetching (as many of each)
  races  processes that take, abandon and release one folder's lock (default 8, for 60 seconds)
  hosts, short-writes, hidepid
         the program under changing host names, on a disk of 400 kB, beside processes that are hidden (as root)
  long   one training of 200 epochs: resident memory flat after the first ten, tensors constant
  runs   50 trainings one after another in one process
  large  600,000 images: the real training set ten times over
  slurm  only when it is named: the array job of docs/scaling.md on a cluster of three nodes on this machine, with tasks
         killed in the middle and requeued; as root, with Debian's slurm-wlm
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
    processes: { type: 'string', default: '8' },
    seconds: { type: 'string', default: '60' },
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
      return [...(await kills(Number(values.kills), Number(values.seed))), ...killsInTests()];
    case 'races':
      return races(Number(values.processes), Number(values.seconds));
    case 'hosts':
    case 'short-writes':
    case 'hidepid':
      return hostileSystem(part);
    case 'long':
      return longRun({ ...options, epochs: Number(values.epochs) });
    case 'runs':
      return manyRuns({ ...options, runs: Number(values.runs) });
    case 'large':
      return large(options);
    case 'slurm':
      return slurm();
    default:
      process.stderr.write(usage);
      process.exit(2);
  }
}

/** The tests of kills, with more of them. */
function killsInTests(): string[] {
  const files = ['apps/cli/test/faults.test.ts', 'packages/datasets/src/processes.test.ts'];
  const { status } = spawnSync('vitest', ['run', ...files, '-t', 'killed'], {
    stdio: 'inherit',
    env: { ...process.env, ATELIER_KILLS: values.kills, ATELIER_SEED: values.seed },
  });
  return status === 0 ? [] : ['a test failed'];
}

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SlurmCluster } from './slurm-cluster.ts';

const root = resolve(import.meta.dirname, '../../../..');
const script = join(root, 'docs/scaling/array.sbatch');
const program = join(root, 'apps/cli/bin/atelier.js');

/** What the array jobs run: trials that are small, but not so small that a task ends before it can be killed. */
const commands = {
  experiment: 'experiment width-vs-depth --seeds 3 --epochs 2 --limit 2000',
  search:
    'search --vary learning-rate=log(1e-4,1e-1) --vary hidden=32|64 --trials 36 --epochs 9 --limit 2000',
} as const;

type Command = keyof typeof commands;

/** Minutes for everything that the cluster does. */
const patience = 10;

/**
 * The documented array job and the merge after it, of an experiment and of a search, on a throw-away cluster of three nodes: four tasks
 * each, one of which is killed in the middle and requeued. What is merged has to be that of an undisturbed run, byte for byte.
 */
export async function slurm(): Promise<string[]> {
  const missing = SlurmCluster.missing();
  if (missing !== undefined) return [`slurm was not checked: ${missing}`];
  const cluster = new SlurmCluster();
  const interrupted = (): void => void cluster.stop().then(() => process.exit(1));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    await cluster.start(3);
    const problems = await Promise.all([arrayJob(cluster, 'experiment'), arrayJob(cluster, 'search')]);
    return problems.flat();
  } finally {
    await cluster.stop();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

async function arrayJob(cluster: SlurmCluster, command: Command): Promise<string[]> {
  const words = commands[command].split(' ');
  const folder = join(cluster.folder, command);
  const results = join(folder, 'results');
  const merged = join(folder, 'merged');
  const output = `--output=${join(cluster.folder, 'job-%j.log')}`;
  const submit = (args: readonly string[]): string =>
    cluster.call('sbatch', ['--parsable', output, '--chdir', root, ...args], {
      ATELIER: root,
      RESULTS: results,
    });
  const array = submit([script, ...words]);
  const merge = submit([
    `--dependency=afterok:${array}`,
    '--wrap',
    `node ${program} ${command} merge ${results}/shard-* --out ${merged}`,
  ]);

  const first = join(results, 'shard-1', 'results.jsonl');
  await until(cluster, () => lines(first) > 0);
  cluster.call('scontrol', ['requeue', `${array}_1`]);
  say(`the ${command}'s first task was killed after ${lines(first)} of its trials, and requeued`);
  await until(cluster, () => ended(cluster, merge));
  const state = cluster.stateOf(merge);
  if (state !== 'COMPLETED') {
    const log = join(cluster.folder, `job-${merge}.log`);
    return [
      `the merge of the ${command} ended as ${state}: ${existsSync(log) ? readFileSync(log, 'utf8').trim() : 'it said nothing'}`,
    ];
  }
  const job = cluster.call('scontrol', ['show', 'job', `${array}_1`]);
  const restarts = Number(/Restarts=(\d+)/.exec(job)?.[1]);
  const undisturbed = join(folder, 'undisturbed');
  execFileSync(process.execPath, [program, ...words, '--out', undisturbed, '--quiet'], { stdio: 'inherit' });
  const files = readdirSync(undisturbed, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(jsonl|json|csv|svg|html)$/.test(name) && name !== 'timings.csv',
  );
  const different = files.filter(
    (name) => !readFileSync(join(undisturbed, name)).equals(readFileSync(join(merged, name))),
  );
  say(
    `${files.length} files of the ${command} compared with an undisturbed run, ${lines(join(merged, 'results.jsonl'))} trials`,
  );
  return [
    ...(restarts === 1 ? [] : [`Slurm restarted the task of the ${command} ${restarts} times`]),
    ...(files.length === 0 ? [`there was nothing to compare of the ${command}`] : []),
    ...different.map((name) => `${name} of the ${command} differs from that of an undisturbed run`),
  ];
}

function say(text: string): void {
  process.stdout.write(`slurm: ${text}\n`);
}

/** Of a file that may not be there yet. */
function lines(file: string): number {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

function ended(cluster: SlurmCluster, job: string): boolean {
  return cluster
    .call('squeue', ['-h', '-j', job, '-t', 'all', '-o', '%T'])
    .split('\n')
    .every((state) => !['PENDING', 'RUNNING', 'COMPLETING', 'CONFIGURING'].includes(state));
}

async function until(cluster: SlurmCluster, holds: () => boolean): Promise<void> {
  const end = performance.now() + patience * 60_000;
  while (!holds()) {
    if (performance.now() > end) {
      const queue = cluster.call('squeue', ['-t', 'all']);
      throw new Error(`The cluster did not finish within ${patience} minutes:\n${queue}`);
    }
    await setTimeout(200);
  }
}

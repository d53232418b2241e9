import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RandomStream } from '@atelier/random';
import { readRecord } from '@atelier/runs';
import { writeTinyDataset } from './tiny-dataset.ts';

const bin = fileURLToPath(new URL('../../../cli/bin/atelier.js', import.meta.url));

/** A command that is killed and resumed. */
interface Victim {
  readonly name: string;
  readonly begin: string;
  /** The file that shows that it has begun, and is resumed by `train --resume`; without one the same command resumes it. */
  readonly begun?: string;
  /** All that it leaves, without times. */
  readonly resultOf: (out: string) => unknown;
}

const train =
  'train mlp-deep --hidden 12 --batch-size 10 --seed 9 --epochs 12 --augment shift=1 --checkpoint-every 7';

const victims: readonly Victim[] = [
  { name: 'run', begin: train, begun: 'run.json', resultOf: runResult },
  several('ensemble', '--ensemble', 'member'),
  several('cross-validation', '--cross-validate', 'fold'),
  {
    name: 'experiment',
    begin: 'experiment learning-rate --epochs 1 --limit 120 --workers 2',
    resultOf: (out) => ['results.jsonl', 'summary.json'].map((file) => readFileSync(join(out, file), 'utf8')),
  },
];

function several(name: string, flag: string, run: string): Victim {
  return {
    name,
    begin: `${train} ${flag} 3`,
    begun: 'plan.json',
    resultOf: (out) => [
      readFileSync(join(out, `${name}.json`), 'utf8'),
      ...[1, 2, 3].map((number) => runResult(join(out, `${run}-${number}`))),
    ],
  };
}

function runResult(out: string): unknown {
  const { status, history, test, model } = readRecord(out);
  return { status, history: history.map((epoch) => ({ ...epoch, seconds: 0 })), test, model };
}

/** What a resumed command may say: it was killed before its first checkpoint, or after its end. */
const harmless = /^((The run|All \d runs in) \S+ (has no intact checkpoint|is finished|are finished).*\n)?$/;

/** Commands killed at random moments and resumed, each time under another host name if root. All must end as if nothing had happened. */
export async function kills(count: number, seed: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-kills-'));
  try {
    writeTinyDataset(join(folder, 'data'));
    const share = Math.ceil(count / victims.length);
    const problems: string[] = [];
    for (const victim of victims) problems.push(...(await killAndResume(folder, victim, share, seed)));
    return problems;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function killAndResume(folder: string, victim: Victim, count: number, seed: number): Promise<string[]> {
  const random = new RandomStream(seed, 'kills', victim.name);
  const host = (): string => `pod-${random.below(1000)}`;
  const problems: string[] = [];
  const check = (isRight: boolean, problem: string): void => {
    if (!isRight && problems.length < 5) problems.push(`${victim.name}: ${problem}`);
  };
  const whole = join(folder, `${victim.name}-whole`);
  const out = join(folder, `${victim.name}-killed`);
  const undisturbed = await start(commandOf(folder, victim, whole), host()).ended;
  if (undisturbed.code !== 0) return [`${victim.name} does not run at all: ${undisturbed.stderr}`];
  const expected = JSON.stringify(victim.resultOf(whole));
  let [killed, finished] = [0, 0];
  while (killed < count || existsSync(out)) {
    const program = start(commandOf(folder, victim, out), host());
    if (killed < count) {
      // How long a program takes to start says nothing about what it does: most are killed after they took the folder.
      if (random.below(6) > 0) await program.until(() => holds(out, program.pid));
      await Promise.race([program.ended, setTimeout(random.below(1500))]);
      program.kill();
    }
    const { code, signal, stderr } = await program.ended;
    check(harmless.test(stderr), stderr.slice(0, 500));
    if (signal === 'SIGKILL') {
      killed++;
      continue;
    }
    finished++;
    if (code !== 0) return [...problems, `${victim.name}: exit code ${code}: ${stderr.slice(0, 500)}`];
    check(JSON.stringify(victim.resultOf(out)) === expected, 'it ends otherwise than without kills');
    const left = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(^|\/)lock(\.|$)|\.tmp$/.test(file),
    );
    check(left.length === 0, `it leaves ${left.join(', ')}`);
    rmSync(out, { recursive: true });
  }
  process.stdout.write(`kills: ${victim.name} killed ${killed} times, ended ${finished} times\n`);
  return problems;
}

function commandOf(folder: string, { begin, begun }: Victim, out: string): string[] {
  const resumed = begun !== undefined && existsSync(join(out, begun));
  const command = resumed
    ? ['train', '--resume', out, '--checkpoint-every', '7']
    : [...begin.split(' '), '--data', join(folder, 'data'), '--out', out];
  return [...command, '--quiet'];
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

interface Program {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  /** Waits until a condition holds, or the program has ended. */
  until(condition: () => boolean): Promise<void>;
  kill(): void;
}

/** Starts the program, under another host name if this user may change it. */
function start(args: readonly string[], host: string): Program {
  const command = [process.execPath, bin, ...args];
  const renamed = ['unshare', '--uts', 'sh', '-c', 'hostname "$0" && exec "$@"', host, ...command];
  const [program = '', ...rest] = process.getuid?.() === 0 ? renamed : command;
  const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ending>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => done({ code, signal, stderr }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    async until(condition) {
      while (child.exitCode === null && child.signalCode === null && !condition()) await setTimeout(5);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Whether a process has a folder. One that was killed leaves its lock behind. */
function holds(folder: string, pid: number): boolean {
  try {
    return readFileSync(join(folder, 'lock'), 'utf8').includes(`"pid":${pid},`);
  } catch {
    return false;
  }
}

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { RandomStream } from '@atelier/random';
import { beforeAll, describe, expect, test } from 'vitest';
import { runSchema } from '@atelier/runs/record';
import { atelier, readJson, temporaryFolder, writeTinyDataset } from './program.ts';
import { endOf, modelFiles, start, strays, until, untilEpoch, verifiedCheckpoints } from './started.ts';

/** How often a training process is killed, and from which seed. A soak run sets more. */
const kills = Number(process.env['ATELIER_KILLS'] ?? 5);
const seed = Number(process.env['ATELIER_SEED'] ?? 1);

const options = (text: string): string[] => text.split(' ');

let folder: string;

/** Whether a process has a run's folder. One that was killed leaves its lock behind. */
function holds(run: string, pid: number): boolean {
  try {
    return readFileSync(join(run, 'lock'), 'utf8').includes(`"pid":${pid},`);
  } catch {
    return false;
  }
}

beforeAll(() => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, 'data'));
});

describe('a process that is killed', () => {
  // Saves about every 4 milliseconds, and lasts for about two seconds.
  const recipe = options(
    'train mlp-deep --data data --hidden 24 --batch-size 10 --seed 9 --epochs 60 --augment shift=1 --patience 400 --checkpoint-every 7 --quiet',
  );

  /** The ends of a run, one each time that it was done before all kills were: then it starts over. */
  async function killAgainAndAgain(
    run: string,
    times: number,
    which: number,
  ): Promise<ReturnType<typeof endOf>[]> {
    const random = new RandomStream(seed, 'kills', which);
    const next = (): string[] =>
      existsSync(join(run, 'run.json'))
        ? [
            'train',
            '--resume',
            run,
            '--quiet',
            '--checkpoint-every',
            '7',
            '--threads',
            String(1 + random.below(2)),
          ]
        : [...recipe, '--out', run];
    const ends: ReturnType<typeof endOf>[] = [];
    for (let killed = 0; killed < times;) {
      const program = start(folder, next());
      let over = false;
      void program.ended.then(() => (over = true));
      // How long a process takes to start says nothing about training: most are killed after they took the folder.
      if (random.below(6) > 0) await until('the folder is taken', () => over || holds(run, program.pid));
      await setTimeout(random.below(600));
      program.kill('SIGKILL');
      const { signal, code, stderr } = await program.ended;
      // Killed before its first checkpoint, on a busy machine, a run says so and begins again.
      expect(stderr).toMatch(/^(The run \S+ has no intact checkpoint: it starts over\n)?$/);
      expect(code === 0 || signal === 'SIGKILL').toBe(true);
      await verifiedCheckpoints(run);
      expect(modelFiles(run)).toEqual(['model.json', 'weights.bin']);
      if (signal === 'SIGKILL') killed++;
      else {
        ends.push(endOf(run));
        rmSync(run, { recursive: true });
      }
    }
    expect(await atelier(folder, ...next())).toMatchObject({ code: 0 });
    expect(strays(run)).toEqual([]);
    return [...ends, endOf(run)];
  }

  test(
    `${kills} times at random moments, in training, in saving, or in taking the folder, ends as if it had not been`,
    async () => {
      const straight = await atelier(folder, ...recipe, '--out', 'straight', '--threads', '2');
      expect(straight).toMatchObject({ code: 0 });
      const expected = endOf(join(folder, 'straight'));
      // Two runs side by side: a process that starts keeps one core busy.
      const shares = [Math.ceil(kills / 2), Math.floor(kills / 2)];
      await Promise.all(
        shares.map(async (share, which) => {
          const ends = await killAgainAndAgain(join(folder, `killed-${which}`), share, which);
          for (const end of ends) expect(end).toEqual(expected);
        }),
      );
    },
    60_000 + kills * 5000,
  );
});

describe('a run that is asked to end', () => {
  const long = options(
    'train softmax --data data --epochs 100000 --batch-size 30 --validation none --seed 2 --quiet --out',
  );

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('by %s saves what it has, and goes on from there', async (signal, code) => {
    const run = join(folder, `ended-${signal}`);
    const program = start(folder, [...long, run]);
    await untilEpoch(run, 3);
    program.kill(signal);
    expect(await program.ended).toMatchObject({ code, stderr: '' });
    const record = runSchema.parse(readJson(run, 'run.json'));
    expect(record.status).toBe('interrupted');
    expect(record.history.length).toBeGreaterThanOrEqual(3);
    expect(existsSync(join(run, 'model', 'weights.bin'))).toBe(true);
    expect(strays(run)).toEqual([]);
    const next = start(folder, ['train', '--resume', run, '--quiet']);
    await untilEpoch(run, record.history.length + 5);
    next.kill('SIGTERM');
    await next.ended;
    const later = runSchema.parse(readJson(run, 'run.json'));
    expect(later.history.slice(0, record.history.length)).toEqual(record.history);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('by %s twice ends at once, with its checkpoints whole', async (signal, code) => {
    const run = join(folder, `ended-twice-${signal}`);
    const program = start(folder, [...long, run]);
    await untilEpoch(run, 3);
    program.kill(signal);
    // Two that come together are one.
    await setTimeout(5);
    program.kill(signal);
    expect(await program.ended).toMatchObject({ code, stderr: '' });
    expect(await verifiedCheckpoints(run)).toBeGreaterThan(0);
    expect(await atelier(folder, 'evaluate', run)).toMatchObject(
      existsSync(join(run, 'model')) ? { code: 0 } : { code: 2 },
    );
  });

  test('by the end of who reads its output is an interruption', async () => {
    const run = join(folder, 'ended-pipe');
    const program = start(folder, [...long.filter((option) => option !== '--quiet'), run]);
    await untilEpoch(run, 3);
    program.hangUp();
    expect(await program.ended).toMatchObject({ code: 129 });
    expect(runSchema.parse(readJson(run, 'run.json')).status).toBe('interrupted');
    expect(strays(run)).toEqual([]);
  });

  const hasScript = spawnSync('script', ['--version']).status === 0;
  test.skipIf(!hasScript)('by the end of its terminal is an interruption', async () => {
    const run = join(folder, 'ended-terminal');
    const line = [process.execPath, join(import.meta.dirname, '../bin/atelier.js'), ...long, run]
      .filter((option) => option !== '--quiet')
      .join(' ');
    const terminal = start(folder, [], { shell: `exec script -qec '${line}' /dev/null </dev/null` });
    await untilEpoch(run, 3);
    terminal.kill('SIGKILL');
    await terminal.ended;
    const status = (): string => runSchema.parse(readJson(run, 'run.json')).status;
    await until('the run is interrupted', () => status() === 'interrupted' && strays(run).length === 0);
    expect(await verifiedCheckpoints(run)).toBeGreaterThan(0);
  });
});

test('a NaN loss ends the run as diverged with the last good weights, and it cannot go on', async () => {
  const run = join(folder, 'diverged');
  const { code, stderr } = await atelier(
    folder,
    ...options('train --data data --optimizer sgd --learning-rate 1000 --l2 1000 --epochs 5 --quiet --out'),
    run,
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^Diverged: the loss became .* in step .* of epoch 1; a lower learning rate than 1000 may help\n$/,
  );
  const record = runSchema.parse(readJson(run, 'run.json'));
  expect(record).toMatchObject({
    status: 'diverged',
    reason: expect.stringContaining('the loss became'),
    divergence: { epoch: 1, step: expect.any(Number), loss: expect.stringMatching(/NaN|Infinity/) },
    history: [],
  });
  const weights = readFileSync(join(run, 'model', 'weights.bin'));
  const values = new Float32Array(
    weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length),
  );
  expect(values.every(Number.isFinite)).toBe(true);
  const again = await atelier(folder, 'train', '--resume', run);
  expect(again.code).toBe(2);
  expect(again.stderr).toMatch(/^error: The run .* cannot be resumed, it diverged: the loss became .*\n$/);
});

test('a clock that goes backwards changes nothing but what it says', async () => {
  const backwards =
    'let now = 2e12; const Real = Date; globalThis.Date = class extends Real { constructor(...a) { super(...(a.length ? a : [now -= 36e5])); } static now() { return (now -= 36e5); } };';
  const recipe = options('train --data data --epochs 3 --quiet --out');
  const run = join(folder, 'backwards');
  const program = start(folder, [...recipe, run], {
    variables: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(backwards)}` },
  });
  expect(await program.ended).toMatchObject({ code: 0, stderr: '' });
  await atelier(folder, ...recipe, 'forwards');
  expect(endOf(run)).toEqual(endOf(join(folder, 'forwards')));
  const { history } = runSchema.parse(readJson(run, 'run.json'));
  expect(history.every(({ seconds }) => seconds > 0 && seconds < 60)).toBe(true);
});

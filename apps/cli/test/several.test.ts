import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { planSchema } from '@atelier/runs/record';
import { atelier, readJson, temporaryFolder, writeTinyDataset } from './program.ts';
import { checkpointNames, endOf, start, strays, until } from './started.ts';

const settings =
  'train mlp-deep --data data --hidden 12 --batch-size 10 --seed 9 --augment shift=1 --checkpoint-every 7 --quiet'.split(
    ' ',
  );
const recipe = [...settings, '--epochs', '6'];

const kinds = {
  ensemble: { flag: '--ensemble', summary: 'ensemble.json', run: 'member' },
  'cross-validation': { flag: '--cross-validate', summary: 'cross-validation.json', run: 'fold' },
} as const;

type Kind = keyof typeof kinds;

let folder: string;

/** All that several runs leave, but times. */
function everything(out: string, kind: Kind): object {
  const { run, summary } = kinds[kind];
  const names = [1, 2, 3].map((number) => join(out, `${run}-${number}`));
  return {
    summary: readFileSync(join(out, summary), 'utf8'),
    runs: names.map((name) => (existsSync(join(name, 'run.json')) ? endOf(name) : 'missing')),
    entries: readdirSync(out).toSorted(),
  };
}

const resume = async (run: string, ...args: readonly string[]): ReturnType<typeof atelier> =>
  atelier(folder, 'train', '--resume', run, '--quiet', ...args);

beforeAll(async () => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, 'data'));
  for (const kind of ['ensemble', 'cross-validation'] as const) {
    await atelier(folder, ...recipe, kinds[kind].flag, '3', '--out', kind);
  }
});

describe.each(['ensemble', 'cross-validation'] as const)('an %s that is killed', (kind) => {
  const { flag, run } = kinds[kind];

  // What differs between the kinds is which run comes next, and the summary.
  const moments = [
    ['while its folder is taken', () => true],
    ['in its first run', (out: string) => checkpointNames(join(out, `${run}-1`)).length > 0],
    ['between two runs', (out: string) => existsSync(join(out, `${run}-1`, 'report.html'))],
    ['in its second run', (out: string) => checkpointNames(join(out, `${run}-2`)).length > 1],
    ['at the end of its last run', (out: string) => existsSync(join(out, `${run}-3`, 'model'))],
  ] as const;
  test.each(kind === 'ensemble' ? moments : moments.slice(2, 4))(
    '%s goes on, and ends as if nothing had happened',
    async (when, reached) => {
      const out = join(folder, `${kind} ${when}`.replaceAll(' ', '-'));
      const program = start(folder, [...recipe, flag, '3', '--out', out]);
      await until(when, () => existsSync(join(out, 'plan.json')) && reached(out));
      program.kill('SIGKILL');
      await program.ended;
      const { code, stderr } = await resume(out);
      expect(stderr).toMatch(/^(The run \S+ has no intact checkpoint: it starts over\n)?$/);
      expect(code).toBe(0);
      expect(everything(out, kind)).toEqual(everything(join(folder, kind), kind));
      expect(strays(out)).toEqual([]);
    },
  );
});

describe('several runs that go on', () => {
  const copy = (name: string): string => {
    const out = join(folder, name);
    cpSync(join(folder, 'ensemble'), out, { recursive: true });
    return out;
  };

  test('say that they are finished', async () => {
    const before = everything(join(folder, 'ensemble'), 'ensemble');
    const { code, stderr } = await resume('ensemble');
    expect(stderr).toBe(
      `All 3 runs in ${join(folder, 'ensemble')} are finished. Continue them with more --epochs\n`,
    );
    expect(code).toBe(0);
    expect(everything(join(folder, 'ensemble'), 'ensemble')).toEqual(before);
  });

  test('become longer with more --epochs, as if they had been so long from the start', async () => {
    const out = copy('longer');
    expect(await resume(out, '--epochs', '8')).toMatchObject({ code: 0, stderr: '' });
    await atelier(folder, ...settings, '--epochs', '8', '--ensemble', '3', '--out', 'long');
    expect(everything(out, 'ensemble')).toEqual(everything(join(folder, 'long'), 'ensemble'));
  });

  test('train a run that is missing, with data that moved, by their content', async () => {
    const out = copy('moved');
    cpSync(join(folder, 'data'), join(folder, 'elsewhere'), { recursive: true });
    rmSync(join(out, 'member-2'), { recursive: true });
    rmSync(join(out, 'ensemble.json'));
    expect(await resume(out, '--data', 'elsewhere')).toMatchObject({ code: 0, stderr: '' });
    expect(everything(out, 'ensemble')).toEqual(everything(join(folder, 'ensemble'), 'ensemble'));
  });

  test('refuse other data, another number, other settings, and a run that is none of them', async () => {
    const out = copy('refused');
    writeTinyDataset(join(folder, 'changed'), { train: 300, test: 61 });
    rmSync(join(out, 'member-2'), { recursive: true });
    const refusal = async (...args: readonly string[]): Promise<string> => {
      const { code, stderr } = await resume(out, ...args);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refusal('--data', 'changed')).toMatch(
      /^error: The runs in \S+ were made with other data: the SHA-256 of test was \S+; found \S+\n$/,
    );
    expect(await refusal('--ensemble', '4')).toBe(
      `error: --ensemble 4 conflicts with the folder ${out}, which holds an ensemble of 3 runs\n`,
    );
    expect(await refusal('--seed', '10')).toContain('--seed 10 conflicts with the run');
    cpSync(join(out, 'member-1'), join(out, 'member-2'), { recursive: true });
    expect(await refusal()).toBe(
      `error: The run ${join(out, 'member-2')} does not belong to the plan: its seed is 9, not 10\n`,
    );
    const { code, stderr } = await resume(join(out, 'member-1'), '--ensemble', '3');
    expect(code).toBe(2);
    expect(stderr).toContain('--ensemble conflicts with --resume');
  });

  test('of an earlier version, which wrote no plan, are told by their number', async () => {
    const out = copy('former');
    rmSync(join(out, 'plan.json'));
    rmSync(join(out, 'member-3'), { recursive: true });
    const { code, stderr } = await resume(out);
    expect(code).toBe(2);
    expect(stderr).toBe(
      `error: ${out} holds runs of a former version, which did not record how many there are to be; add --ensemble with the number\n`,
    );
    expect(await resume(out, '--ensemble', '3')).toMatchObject({ code: 0, stderr: '' });
    expect(everything(out, 'ensemble')).toEqual(everything(join(folder, 'ensemble'), 'ensemble'));
  });

  test('with a damaged plan are refused in one line', async () => {
    const out = copy('damaged');
    writeFileSync(join(out, 'plan.json'), '{"format": 1, "kind": "ensemble", "count": 1000000000}');
    const { code, stderr } = await resume(out);
    expect(stderr).toMatch(/^error: \S+plan\.json is damaged: count: .*\n$/);
    expect(code).toBe(2);
  });

  test('keep others out of their folder while they are at work', async () => {
    const out = join(folder, 'busy');
    const program = start(folder, [...settings, '--epochs', '100000', '--ensemble', '2', '--out', out]);
    await until('it trains', () => checkpointNames(join(out, 'member-1')).length > 0);
    const { code, stderr } = await resume(out);
    program.kill('SIGKILL');
    await program.ended;
    expect(stderr).toBe(
      `error: The folder ${out} belongs to process ${program.pid}, which is still running; wait for it, or end it\n`,
    );
    expect(code).toBe(2);
  });
});

describe('the momentum of batch normalization', () => {
  const norms =
    'train --data data --layers norm --limit 101 --batch-size 1 --epochs 1 --cross-validate 2 --quiet'.split(
      ' ',
    );
  const folds = ['fold-1', 'fold-2'];
  const momenta = (out: string): unknown[] =>
    folds.map((fold) => {
      const modelJson = readFileSync(join(folder, out, fold, 'model/model.json'), 'utf8');
      return /"momentum":([^,]*)/.exec(modelJson)?.[1];
    });
  const without = (out: string, ...missing: readonly string[]): void => {
    cpSync(join(folder, 'norms'), join(folder, out), { recursive: true });
    for (const name of [...missing, 'cross-validation.json'])
      rmSync(join(folder, out, name), { recursive: true });
  };

  beforeAll(async () => {
    await atelier(folder, ...norms, '--out', 'norms');
  });

  test('follows from the steps of an epoch of each run, also of one that begins at a resume', async () => {
    // 0.05^(1/50) and 0.05^(1/51): of 101 images, the folds train on 50 and 51.
    expect(momenta('norms')).toEqual(['0.941845', '0.942952']);
    without('norms-cut', 'fold-2');
    expect(await resume('norms-cut')).toMatchObject({ code: 0 });
    expect(momenta('norms-cut')).toEqual(momenta('norms'));
    expect(readJson(folder, 'norms-cut', 'plan.json')).toEqual(readJson(folder, 'norms', 'plan.json'));
  });

  test('is 0.99 in all runs of a plan of an earlier version, which records no rule', async () => {
    without('norms-old', ...folds);
    const plan = join(folder, 'norms-old', 'plan.json');
    const { normMomentum, ...former } = planSchema.parse(readJson(plan));
    expect(normMomentum).toBe('by-steps');
    writeFileSync(plan, JSON.stringify(former));
    expect(await resume('norms-old')).toMatchObject({ code: 0 });
    expect(momenta('norms-old')).toEqual(['0.99', '0.99']);
    expect(readJson(plan)).toEqual(former);
  });
});

test.each([2, 3, 1000])(
  'an ensemble of %i whose seeds would be too large is refused before anything is written',
  async (count) => {
    const elsewhere = join(folder, `seeds-${count}`);
    mkdirSync(elsewhere);
    const args = `train --data ../data --seed 9007199254740991 --ensemble ${count} --out out`;
    const { code, stderr } = await atelier(elsewhere, ...args.split(' '));
    expect(stderr).toBe(
      `error: The seeds of ${count} members end at 9007199254740991; --seed 9007199254740991 is too large\n`,
    );
    expect(code).toBe(2);
    expect(readdirSync(elsewhere)).toEqual([]);
  },
);

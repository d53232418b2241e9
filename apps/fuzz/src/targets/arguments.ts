import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anyText, pick } from '../mutate.ts';
import { limits } from '../limits.ts';
import { Finding, type Target } from '../target.ts';

const program = fileURLToPath(new URL('../../../cli/bin/atelier.js', import.meta.url));

const words = `train evaluate predict data presets plot experiment show info mlp-32 softmax
--data --epochs --batch-size --optimizer --learning-rate --schedule --hidden --activation --dropout --l1 --l2 --augment
--validation --patience --limit --seed --engine --threads --out --overwrite --quiet --json --checkpoint-every --resume
--test-index --help --debug none step,every=0 step,every=1=2 cosine,warmup=-1 shift=9,flip shift=1,shift=2 empty missing
not-a-run - -- = 1e3 0x10 -1 1.5 1e999 -0 –epochs —seed=1 --epochs= --seed=-1 --hidden=1e9 --ensemble 1e15 -- --resume=
--out= --data= 9007199254740993 constructor __proto__`.split(/\s+/);

/** Command lines that never find data: each ends quickly, with one line if it was refused. */
export const commandLine: Target = {
  async prepare(folder) {
    mkdirSync(join(folder, 'empty'));
    mkdirSync(join(folder, 'not-a-run'));
    writeFileSync(join(folder, 'not-a-run', 'run.json'), '[]');
    const before = readdirSync(folder, { recursive: true, encoding: 'utf8' }).join();
    return async (random) => {
      const args = Array.from({ length: random.below(7) }, () =>
        random.below(4) === 0 ? anyText(random).replaceAll('\0', '') : pick(random, words),
      );
      // Data is never found, so that nothing is trained.
      if (args.includes('train') || args.includes('data')) args.push('--data', join(folder, 'empty'));
      const { code, signal, stderr, cpu, memory } = await run(args, folder);
      const line = JSON.stringify(args).slice(0, 300);
      if (signal !== null || ![0, 1, 2].includes(code))
        throw new Finding(`${line} ended with ${signal ?? code}`);
      if (/^\s+at .*:\d+/m.test(stderr) && !args.includes('--debug'))
        throw new Finding(`${line} printed a stack: ${stderr}`);
      if (code !== 0 && stderr.trim() === '') throw new Finding(`${line} failed without a word`);
      if (stderr.length > 4000 || /\p{Cc}/u.test(stderr.replaceAll(/[\n\t]/g, '')))
        throw new Finding(
          `${line} printed ${stderr.length} characters: ${JSON.stringify(stderr.slice(0, 300))}`,
        );
      if (cpu > limits.cpu) throw new Finding(`${line} took ${Math.round(cpu)} ms of processor time`);
      if (memory > limits.memory) throw new Finding(`${line} took ${Math.round(memory / 2 ** 20)} MB`);
      const after = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const created = after.filter((name) => !before.includes(name));
      for (const name of created) rmSync(join(folder, name), { recursive: true, force: true });
      if (code !== 0 && created.length > 0)
        throw new Finding(`${line} failed and left ${created.join(', ').slice(0, 300)}`);
    };
  },
};

/** Makes a process report its resources when it ends. */
const measure = `data:text/javascript,${encodeURIComponent(`
import { writeSync } from 'node:fs';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify([(userCPUTime + systemCPUTime) / 1000, maxRSS * 1024]));
});`)}`;

interface Ended {
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  /** Milliseconds. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

async function run(args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', measure, program, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: cwd, ATELIER_CACHE: join(cwd, 'cache') },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      timeout: limits.wall / 2,
    });
    let [stderr, usage] = ['', ''];
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdio[3]?.on('data', (chunk: Buffer) => (usage += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code, signal) => {
      const [cpu = 0, memory = 0]: number[] = usage === '' ? [] : JSON.parse(usage);
      done({ code: code ?? -1, signal, stderr, cpu, memory });
    });
  });
}

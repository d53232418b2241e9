import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anyText, pick } from '../mutate.ts';
import { Finding, type Target } from '../target.ts';

const program = fileURLToPath(new URL('../../../cli/bin/atelier.js', import.meta.url));

const words = `train evaluate predict data presets plot golden show info mlp-32 softmax
--data --epochs --batch-size --optimizer --learning-rate --schedule --hidden --activation --dropout --l1 --l2 --augment
--validation --patience --limit --seed --engine --threads --out --overwrite --quiet --json --checkpoint-every --resume
--test-index --help --debug none step,every=0 cosine,warmup=-1 shift=9,flip empty missing not-a-run - -- =`.split(
  /\s+/,
);

/** Command lines that never find data: each ends in a moment, with one line where it was refused. */
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
      const { code, signal, stderr } = await run(args, folder);
      const line = JSON.stringify(args).slice(0, 300);
      if (signal !== null || ![0, 1, 2].includes(code))
        throw new Finding(`${line} ended with ${signal ?? code}`);
      if (/^\s+at .*:\d+/m.test(stderr) && !args.includes('--debug'))
        throw new Finding(`${line} printed a stack: ${stderr}`);
      if (code !== 0 && stderr.trim() === '') throw new Finding(`${line} failed without a word`);
      const after = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const created = after.filter((name) => !before.includes(name));
      for (const name of created) rmSync(join(folder, name), { recursive: true, force: true });
      if (code !== 0 && created.length > 0)
        throw new Finding(`${line} failed and left ${created.join(', ').slice(0, 300)}`);
    };
  },
};

async function run(
  args: readonly string[],
  cwd: string,
): Promise<{ code: number; signal: NodeJS.Signals | null; stderr: string }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: cwd, ATELIER_CACHE: join(cwd, 'cache') },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code, signal) => done({ code: code ?? -1, signal, stderr }));
  });
}

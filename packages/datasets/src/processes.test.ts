import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { RandomStream } from '@atelier/random';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileInto, fetchingProgram } from '../test/compiled.ts';
import { answerSlowly, startMirror } from '../test/mirror.ts';
import { toyInfo } from '../test/toy.ts';
import { filesBelow, temporaryFolder } from '../test/world.ts';
import { fileKeys, fileNames } from './files.ts';
import { readVerified } from './verify.ts';

/** How often a fetching process is killed. A soak run sets more. */
const kills = Number(process.env['ATELIER_KILLS'] ?? 8);

const info = toyInfo({ debian: undefined });
const wholeFiles = fileKeys.map((key) => `${fileNames[key]}.gz`).sort();
let compiled = '';
let program = '';

beforeAll(async () => {
  compiled = await mkdtemp(join(tmpdir(), 'atelier-compiled-'));
  await compileInto(compiled);
  program = await fetchingProgram(compiled);
});

afterAll(() => rm(compiled, { recursive: true, force: true }));

function start(cacheFolder: string, mirror: string, shell = ''): ReturnType<typeof spawn> {
  const job = JSON.stringify({ info, cacheFolder, mirrors: [mirror] });
  return shell === ''
    ? spawn(process.execPath, [program, job], { stdio: ['ignore', 'pipe', 'pipe'] })
    : spawn('bash', ['-c', `${shell}; exec "$@"`, 'bash', process.execPath, program, job], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
}

async function outputOf(child: ReturnType<typeof spawn>): Promise<string> {
  const [out, errors] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  return out + errors;
}

describe('several processes', () => {
  test(
    `killed ${kills} times while fetching, they leave nothing that looks whole and isn't, and the next one finishes`,
    async () => {
      const cache = await temporaryFolder();
      const folder = join(cache, 'toy');
      const mirror = await startMirror(answerSlowly(8192, 8));
      const random = new RandomStream(6, 'kills');
      let killed = 0;
      while (killed < kills) {
        const child = start(cache, mirror.url);
        const exited = once(child, 'exit');
        // From its first request on: how long a process takes to start says nothing about fetching.
        const asked = mirror.requests.length;
        while (mirror.requests.length === asked && child.exitCode === null) await sleep(2);
        await Promise.race([exited, sleep(random.below(250))]);
        child.kill('SIGKILL');
        await exited;
        killed++;
        const names = await filesBelow(cache);
        for (const name of names.filter((each) => each.endsWith('.gz'))) {
          const key = fileKeys.find((each) => name === join('toy', `${fileNames[each]}.gz`));
          await readVerified(join(cache, name), info.files[key ?? 'trainImages']);
        }
        // Parts are taken over, not left lying about: no more than one a file.
        expect(names.filter((name) => name.endsWith('.partial')).length).toBeLessThanOrEqual(fileKeys.length);
        if (names.some((name) => name.endsWith('train-images-idx3-ubyte.gz')))
          await rm(folder, { recursive: true });
      }
      expect(await outputOf(start(cache, mirror.url))).toBe('done');
      expect(await filesBelow(folder)).toEqual(wholeFiles);
      // Some went on where a killed one had stopped.
      expect(mirror.requests.some(({ range }) => range !== undefined)).toBe(true);
    },
    60_000 + kills * 5000,
  );

  test('fetching the same data at once, all succeed', async () => {
    const cache = await temporaryFolder();
    const mirror = await startMirror(answerSlowly(32_768, 5));
    const outputs = await Promise.all([1, 2, 3].map(() => outputOf(start(cache, mirror.url))));
    expect(outputs).toEqual(['done', 'done', 'done']);
    expect(await filesBelow(join(cache, 'toy'))).toEqual(wholeFiles);
  });

  test.skipIf(process.platform === 'win32')(
    'that may not write a file to its end say so, and the next one goes on',
    async () => {
      const cache = await temporaryFolder();
      const mirror = await startMirror();
      // In units of 1024 bytes; the training images have 200.
      expect(await outputOf(start(cache, mirror.url, 'ulimit -f 100'))).toBe(
        `unusable-folder: The cache folder ${join(cache, 'toy')} can't be used: a file may not grow that large here. Name another with ATELIER_CACHE`,
      );
      expect(await filesBelow(join(cache, 'toy'))).not.toContain('train-images-idx3-ubyte.gz');
      expect(await outputOf(start(cache, mirror.url))).toBe('done');
      expect(await filesBelow(join(cache, 'toy'))).toEqual(wholeFiles);
      expect(mirror.requests.at(-1)?.range).toMatch(/^bytes=\d+-$/);
    },
  );
});

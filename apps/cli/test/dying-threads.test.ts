import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runSchema } from '@atelier/runs/record';
import { atelier, readJson, temporaryFolder, writeTinyDataset } from './program.ts';
import { endOf, type Started, start, strays, verifiedCheckpoints } from './started.ts';

let folder: string;

// Long enough that a thread dies in the midst of it, on any machine.
const recipe =
  'train --data data --hidden 48,24 --batch-size 10 --seed 3 --epochs 60 --dropout 0.1 --checkpoint-every 20 --quiet'.split(
    ' ',
  );

beforeAll(async () => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, 'data'));
  await atelier(folder, ...recipe, '--out', 'straight', '--threads', '1');
});

/**
 * Loaded before the program, into its main thread only: after some runs of steps, in the midst of another, the engine's last
 * thread meets its end. Kernels keep a thread from hearing of anything but its termination; to throw, it waits for their end.
 */
function accident(deed: string, script = 'file'): string {
  const code = `
    import threads from 'node:worker_threads';
    import { syncBuiltinESMExports } from 'node:module';
    const { Worker } = threads;
    let [last, replies, late] = [undefined, 0, false];
    threads.Worker = class extends Worker {
      constructor(file, options) {
        // The lock's heartbeat is a text; the engine's threads are files.
        super(options?.eval ? file : ${script}, options);
        if (options?.eval) return;
        last = this;
        this.on('message', () => {
          if (this === last && ++replies === 60) setTimeout(() => { ${deed}; }, 2);
        });
      }
      terminate() {
        const ended = super.terminate();
        if (late) this.emit('message', { type: 'failed', message: 'a barrier was left' });
        return ended;
      }
    };
    syncBuiltinESMExports();`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
}

/** The engine's own thread, with something in it that throws when it is told to. */
const throwing = `new URL('data:text/javascript,' + encodeURIComponent(\`
  import { parentPort } from 'node:worker_threads';
  import \${JSON.stringify(file.href)};
  parentPort.on('message', (message) => { if (message === 'throw') throw new Error('something broke'); });\`))`;

const deaths = [
  ['is terminated', 'it ended with code 1', accident('last.terminate()')],
  // As a thread does that gives up in a barrier, when its reply is on its way already.
  ['speaks when it is terminated', 'a barrier was left', accident('late = true; last.terminate()')],
  ['throws', 'something broke', accident("last.postMessage('throw')", throwing)],
] as const;

describe.each([2, 3])('of %d threads', (threads) => {
  test.each(deaths)(
    'the last %s: the run ends with one line, and goes on to the same end',
    async (_, reason, hook) => {
      const run = join(folder, `${threads}-${reason.replaceAll(' ', '-')}`);
      const program: Started = start(folder, [...recipe, '--out', run, '--threads', String(threads)], {
        variables: { NODE_OPTIONS: hook },
      });
      // If the program hangs after all, it does not outlive the test.
      onTestFinished(() => void program.kill('SIGKILL'));
      const { code, stderr, stdout } = await program.ended;
      expect(stderr).toMatch(/^error: Thread \d of \d of the simd engine died: .*\n$/);
      expect(stderr).toContain(`Thread ${threads} of ${threads} of the simd engine died: ${reason}`);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(runSchema.parse(readJson(run, 'run.json'))).toMatchObject({
        status: 'failed',
        reason: stderr.slice('error: '.length).trimEnd(),
      });
      expect(await verifiedCheckpoints(run)).toBe(2);
      expect(strays(run)).toEqual([]);
      const resumed = await atelier(
        folder,
        'train',
        '--resume',
        run,
        '--quiet',
        '--threads',
        String(threads),
      );
      expect(resumed).toMatchObject({ code: 0, stderr: '' });
      expect(endOf(run)).toEqual(endOf(join(folder, 'straight')));
    },
  );
});

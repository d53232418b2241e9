import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const countsSchema = z.object({
  taken: z.int(),
  refused: z.int(),
  doubleHolds: z.int(),
  lost: z.int(),
  errors: z.array(z.string()),
});

type Counts = z.infer<typeof countsSchema>;

/** Processes that take, hold, abandon and release one folder's lock. No two may hold it at the same time. */
export async function races(processes: number, seconds: number): Promise<string[]> {
  const parent = mkdtempSync(join(tmpdir(), 'atelier-races-'));
  const folder = mkdtempSync(join(parent, 'folder-'));
  const all = await Promise.all(Array.from({ length: processes }, async () => race(folder, seconds)));
  const sum = (name: 'taken' | 'refused' | 'doubleHolds' | 'lost'): number =>
    all.reduce((total, counts) => total + counts[name], 0);
  const errors = all.flatMap((counts) => counts.errors);
  const left = readdirSync(folder).filter((entry) => entry !== 'lock');
  process.stdout.write(
    `races: ${processes} processes, ${seconds} s: taken ${sum('taken')} times, refused ${sum('refused')} times, held by two ${sum('doubleHolds')} times, lost ${sum('lost')} times, ${errors.length} errors\n`,
  );
  rmSync(parent, { recursive: true });
  return [
    ...(sum('taken') === 0 ? ['nobody took the lock'] : []),
    ...(sum('doubleHolds') > 0 ? [`two processes held the folder ${sum('doubleHolds')} times`] : []),
    ...(sum('lost') > 0 ? [`a holder lost the folder ${sum('lost')} times`] : []),
    ...[...new Set(errors)].slice(0, 3),
    ...(left.length > 0 ? [`left behind: ${left.join(', ')}`] : []),
  ];
}

async function race(folder: string, seconds: number): Promise<Counts> {
  return new Promise((done, fail) => {
    const program = join(import.meta.dirname, 'race-process.js');
    const child = spawn(process.execPath, [program, folder, String(seconds)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', fail);
    child.on('close', () => {
      const counts = countsSchema.safeParse(JSON.parse(text || '{}'));
      if (counts.success) done(counts.data);
      else fail(new Error(`A process of the race ended without its counts: ${text}`));
    });
  });
}

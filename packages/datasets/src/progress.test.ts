import { expect, test } from 'vitest';
import { perFile } from './files.ts';
import { ProgressMeter } from './progress.ts';
import type { FetchProgress } from './progress.ts';

function meter(): { clock: { ms: number }; seen: FetchProgress[]; progress: ProgressMeter } {
  const clock = { ms: 5000 };
  const seen: FetchProgress[] = [];
  const files = perFile(() => ({ sha256: '', bytes: 0, compressedBytes: 1000 }));
  const progress = new ProgressMeter(
    files,
    ['trainImages', 'testImages'],
    () => clock.ms,
    (event) => seen.push(event),
  );
  return { clock, seen, progress };
}

test('ProgressMeter tells bytes, and the time that the rest will take at the pace so far', () => {
  const { clock, seen, progress } = meter();
  clock.ms += 2000;
  progress.update('trainImages', 500);
  progress.finish('trainImages', 1000);
  clock.ms += 1000;
  progress.update('testImages', 200);
  progress.finish('testImages', 1000);
  expect(seen).toEqual([
    { file: 'trainImages', bytes: 500, totalBytes: 2000, etaSeconds: 6 },
    { file: 'trainImages', bytes: 1000, totalBytes: 2000, etaSeconds: 2 },
    { file: 'testImages', bytes: 1200, totalBytes: 2000, etaSeconds: 2 },
    { file: 'testImages', bytes: 2000, totalBytes: 2000, etaSeconds: 0 },
  ]);
});

test('ProgressMeter is heard ten times a second at most', () => {
  const { clock, seen, progress } = meter();
  for (let i = 0; i < 1000; i++) {
    clock.ms += 1;
    progress.update('trainImages', i);
  }
  expect(seen).toHaveLength(10);
});

test('ProgressMeter takes the pace from what came now, not from what was there before', () => {
  const { clock, seen, progress } = meter();
  progress.resumed(900);
  progress.update('trainImages', 900);
  clock.ms += 1000;
  progress.update('trainImages', 1000);
  expect(seen.map(({ etaSeconds }) => etaSeconds)).toEqual([undefined, 10]);
});

test('ProgressMeter never tells more than all, even if a mirror has a longer file', () => {
  const { clock, seen, progress } = meter();
  clock.ms += 1000;
  progress.update('trainImages', 5000);
  expect(seen).toEqual([{ file: 'trainImages', bytes: 2000, totalBytes: 2000, etaSeconds: 0 }]);
});

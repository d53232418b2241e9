import { expect, test } from 'vitest';
import { parsePeak, peakMemory } from './peak-memory.ts';

test('finds the high-water mark among the rest', () => {
  expect(parsePeak('Name:\tnode\nVmPeak:\t  999999 kB\nVmHWM:\t   2048 kB\nVmRSS:\t   1024 kB\n')).toBe(
    2048 * 1024,
  );
});

test('knows none without it', () => {
  expect(parsePeak('Name:\tkthreadd\n')).toBeUndefined();
});

test('knows none of a process that is not there', () => {
  // Above the highest number that Linux gives.
  expect(peakMemory(2 ** 30)).toBeUndefined();
});

test.runIf(process.platform === 'linux')('agrees with what Node knows of its own process', () => {
  // Not less than what it has now. maxRSS may be that of the process which started this one: it outlives exec.
  expect(peakMemory(process.pid)).toBeGreaterThan(0.9 * process.memoryUsage.rss());
  expect(peakMemory(process.pid)).toBeLessThan(2 * process.resourceUsage().maxRSS * 1024);
});

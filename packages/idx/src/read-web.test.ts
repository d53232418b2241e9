import { describe, vi } from 'vitest';
import { readingTests } from '../test/reading.ts';

vi.mock('#inflate', () => import('./inflate-web.ts'));

describe('readIdx on DecompressionStream', () => {
  readingTests();
});

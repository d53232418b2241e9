import { defineConfig } from 'vitest/config';

/** The tests of one target of `scripts/mutation.js`, without projects, which Stryker's runner does not know. */
export default defineConfig({
  resolve: { conditions: ['@atelier/source'] },
  ssr: { resolve: { conditions: ['@atelier/source'] } },
  test: {
    include: (process.env['ATELIER_MUTATION_TESTS'] ?? '').split(','),
    setupFiles: [
      `${import.meta.dirname}/scripts/fail-on-console.ts`,
      `${import.meta.dirname}/scripts/repeatable-tests.ts`,
      `${import.meta.dirname}/scripts/property-end-on-failure.ts`,
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

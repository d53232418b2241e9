import { existsSync, readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const workspaces = [
  ...['packages', 'apps'].flatMap((folder) =>
    readdirSync(resolve(import.meta.dirname, folder))
      .map((name) => resolve(import.meta.dirname, folder, name))
      .filter((path) => existsSync(`${path}/package.json`)),
  ),
  resolve(import.meta.dirname, 'examples'),
];

/** Their tests replace no module and leave nothing behind in one: a worker loads these once for all of a package's files. */
const stateless = new Set(['checks', 'export', 'network', 'plotting', 'presets', 'random']);

export default defineConfig({
  resolve: { conditions: ['@atelier/source'] },
  ssr: { resolve: { conditions: ['@atelier/source'] } },
  test: {
    // Vitest leaves a core idle by default: on two, that is half of them.
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: [
      `${import.meta.dirname}/scripts/fail-on-console.ts`,
      `${import.meta.dirname}/scripts/repeatable-tests.ts`,
    ],
    projects: workspaces.map((root) => ({
      extends: true,
      root,
      test: {
        name: basename(root),
        isolate: !stateless.has(basename(root)),
        include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
        globalSetup: [
          `${import.meta.dirname}/scripts/temporary-folder.ts`,
          `${root}/test/global-setup.ts`,
        ].filter((path) => existsSync(path)),
      },
    })),
  },
});

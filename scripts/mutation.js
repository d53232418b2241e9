// `pnpm mutation [TARGET…]`: changes the code in small ways, and looks whether a test fails for each change. Fails where
// fewer than 85% of the changes are noticed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const targets = {
  idx: {
    mutate: ['packages/idx/src/*.ts', '!packages/idx/src/*.test.ts', '!packages/idx/src/index.ts'],
    tests: ['packages/idx/src/*.test.ts'],
  },
  verification: {
    mutate: ['packages/datasets/src/verify.ts', 'packages/datasets/src/assemble.ts'],
    tests: [
      'packages/datasets/src/load.test.ts',
      'packages/datasets/src/assemble.test.ts',
      'packages/datasets/src/verify.test.ts',
    ],
  },
  checkpoint: {
    mutate: [
      'packages/training/src/checkpoint/*.ts',
      '!packages/training/src/checkpoint/*.test.ts',
      'packages/training/src/model-files/json.ts',
      'packages/training/src/callbacks/state.ts',
    ],
    // Not `resume.test.ts`: it trains, which takes seconds for each change.
    tests: [
      'packages/training/src/checkpoint/checkpoint-file.test.ts',
      'packages/training/src/checkpoint/settings.test.ts',
      'packages/training/src/model-files/json.test.ts',
      'packages/training/src/callbacks/state.test.ts',
    ],
  },
};

/** The least share of changes that tests have to notice, in percent. */
const least = 85;

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(targets);
const work = mkdtempSync(join(tmpdir(), 'atelier-mutation-'));
let failed = false;
for (const name of chosen) {
  const target = targets[name];
  if (target === undefined) {
    process.stderr.write(`Unknown target ${name}; there are ${Object.keys(targets).join(', ')}\n`);
    process.exit(2);
  }
  const config = join(work, `${name}.json`);
  const report = join(work, `${name}-report.json`);
  writeFileSync(
    config,
    JSON.stringify({
      testRunner: 'vitest',
      plugins: ['@stryker-mutator/vitest-runner'],
      vitest: { configFile: 'vitest.mutation.config.ts' },
      mutate: target.mutate,
      // Words of messages may be others; a change that no test reaches counts against the score.
      mutator: { excludedMutations: ['StringLiteral'] },
      ignorePatterns: ['**/dist', 'runs', '.turbo', 'docs', 'apps/web'],
      reporters: ['clear-text', 'json', 'progress-append-only'],
      clearTextReporter: { allowColor: false, reportTests: false, reportScoreTable: true },
      jsonReporter: { fileName: report },
      tempDirName: join(work, 'sandbox'),
      concurrency: 2,
      // A change that makes a loop endless is noticed after this and half again as long as its tests take.
      timeoutMS: 5000,
      disableTypeChecks: true,
      allowEmpty: false,
      ignoreStatic: true,
    }),
  );
  const run = spawnSync('stryker', ['run', config, '--logLevel', 'warn'], {
    stdio: 'inherit',
    env: { ...process.env, ATELIER_MUTATION_TESTS: target.tests.join(',') },
  });
  if (run.status !== 0) process.exit(run.status ?? 1);
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  const counts = {};
  for (const { mutants } of Object.values(files)) {
    for (const { status } of mutants) counts[status] = (counts[status] ?? 0) + 1;
  }
  const { Killed = 0, Timeout = 0, Survived = 0, NoCoverage = 0 } = counts;
  const score = (100 * (Killed + Timeout)) / (Killed + Timeout + Survived + NoCoverage);
  process.stdout.write(
    `${name}: ${score.toFixed(1)}% of ${Killed + Timeout + Survived + NoCoverage} changes noticed\n`,
  );
  failed ||= score < least;
}
rmSync(work, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;

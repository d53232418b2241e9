// `pnpm bench …`: brings the build up to date, quietly, then runs the bench.
import { spawnSync } from 'node:child_process';

const build = spawnSync('turbo', ['run', 'build', '--filter=bench', '--output-logs=errors-only'], {
  encoding: 'utf8',
  env: {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    TURBO_PRINT_VERSION_DISABLED: '1',
  },
});
if (build.status !== 0) {
  process.stderr.write(`${build.stdout ?? ''}${build.stderr ?? ''}`);
  process.stderr.write(`The build failed${build.error ? `: ${build.error.message}` : ''}\n`);
  process.exit(1);
}
await import('./bench.js');

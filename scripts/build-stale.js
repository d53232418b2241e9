// @ts-check
import { spawnSync } from 'node:child_process';

/**
 * Builds a workspace and its dependencies, quietly: turbo builds only what is stale. Ends the program when that
 * fails.
 *
 * @param {string} workspace
 */
export function buildStale(workspace) {
  const build = spawnSync('turbo', ['run', 'build', `--filter=${workspace}`, '--output-logs=errors-only'], {
    encoding: 'utf8',
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      TURBO_PRINT_VERSION_DISABLED: '1',
    },
  });
  if (build.status === 0) return;
  process.stderr.write(`${build.stdout ?? ''}${build.stderr ?? ''}`);
  process.stderr.write(`The build failed${build.error ? `: ${build.error.message}` : ''}\n`);
  process.exit(1);
}

import type { ListedRun } from './listed-run.ts';

/** What is known of a run besides its settings, by the names that tables, `--sort`, `--filter` and `--json` have for it. */
export const runColumns = {
  run: ({ path }) => path,
  state: ({ state }) => state,
  preset: ({ preset }) => preset,
  epochs: ({ epochs }) => epochs,
  val_accuracy: ({ validation }) => validation,
  test_accuracy: ({ test }) => test?.accuracy,
  test_low: ({ test }) => test?.interval[0],
  test_high: ({ test }) => test?.interval[1],
  seconds: ({ seconds }) => seconds,
} satisfies Record<string, (run: ListedRun) => string | number | undefined>;

import type { Experiment } from '../experiment.ts';

/** The experiment with a last sentence in its reading where too few seeds were run for intervals. */
export function sayingSeeds(experiment: Experiment): Experiment {
  return {
    ...experiment,
    present(options, results) {
      const presentation = experiment.present(options, results);
      const note = noteOn(options.seeds);
      return note === undefined
        ? presentation
        : { ...presentation, reading: [...presentation.reading, note] };
    },
  };
}

function noteOn(seeds: number): string | undefined {
  switch (seeds) {
    case 1:
      return 'All this is of one seed, so it has no interval: another seed could make any difference. Run it with --seeds 3 or more.';
    case 2:
      return 'All this is of two seeds, whose intervals are wide: 12.7 standard errors. Run it with --seeds 3 or more.';
    default:
      return undefined;
  }
}

import { renderSvg } from '@atelier/plotting';
import { describe, expect, test } from 'vitest';
import { anyOutcome, fullData, presentIn } from '../test/worlds.ts';
import { experiments } from './registry.ts';
import { Results } from './results.ts';
import { trialId } from './trial.ts';

describe.each(experiments.map((experiment) => [experiment.name, experiment] as const))(
  '%s',
  (name, experiment) => {
    test('begins with trials of different identities, as many times as there are seeds, known by their labels', () => {
      const trials = experiment.plan({ ...fullData, seeds: 1 }, new Results([]));
      expect(trials.length).toBeGreaterThan(0);
      expect(new Set(trials.map(({ label }) => label)).size).toBe(new Set(trials.map(trialId)).size);
      expect(experiment.plan({ ...fullData, seeds: 3 }, new Results([]))).toHaveLength(3 * trials.length);
      expect(name).toMatch(/^[a-z-]+$/);
    });

    test.each([
      ['the full data', fullData],
      ['few images and two seeds', { ...fullData, epochs: 1, limit: 2000, seeds: 2 }],
      ['one seed', { ...fullData, seeds: 1 }],
    ])('draws its figures and has something to say with %s', async (_, plan) => {
      const { figures, table, reading } = presentIn(experiment, anyOutcome, plan);
      expect(Object.keys(figures).length).toBeGreaterThan(0);
      for (const figure of Object.values(figures)) expect(await renderSvg(figure)).toContain('<svg');
      expect(table.rows.length).toBeGreaterThan(0);
      for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
      expect(reading.length).toBeGreaterThan(0);
      for (const sentence of reading) {
        expect(sentence).toMatch(/[.]$/);
        expect(sentence).not.toMatch(/NaN|undefined|Infinity/);
      }
      expect(reading.join(' ').includes('another seed could make any difference')).toBe(plan.seeds === 1);
    });
  },
);

import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderSvg } from '@atelier/plotting';
import { changeRecipe } from '@atelier/presets';
import { defaultRecipe } from '@atelier/presets/recipe';
import { describe, expect, test } from 'vitest';
import { planOptions, runScripted, temporaryFolder } from '../../test/scripted.ts';
import { anyOutcome, fullData, presentIn, resultsIn } from '../../test/worlds.ts';
import type { Experiment } from '../experiment.ts';
import { mergeExperiments } from '../merge.ts';
import { Results } from '../results.ts';
import type { Outcome } from '../tasks/task.ts';
import type { Trial } from '../trial.ts';
import { checkSearch } from './check-search.ts';
import { searchExperiment } from './search-experiment.ts';

const options = { ...fullData, epochs: 9, seeds: 1 };
const none = new Results([]);

function search(vary: readonly string[], { trials = 30, rungs = 3, seed = 0 } = {}): Experiment {
  return searchExperiment(changeRecipe(defaultRecipe, { seed }), { name: 'halving', vary, trials, rungs });
}

const labelsOf = (trials: readonly Trial[]): string[] => trials.map(({ label }) => label);

/** A world in which the best learning rate is 0.01; rates above 0.5 diverge. */
function world({ task }: Trial): Outcome {
  if (task.kind !== 'recipe') throw new Error(`a trial of kind ${task.kind} is no candidate`);
  const rate = task.recipe.optimizer.learningRate;
  const accuracy = 0.9 - Math.abs(Math.log10(rate) + 2) / 10 + task.epochs / 1000;
  return {
    kind: 'recipe',
    status: rate > 0.5 ? 'diverged' : 'completed',
    parameters: 10,
    samples: 90,
    history: [],
    validation: { loss: 1 - accuracy, accuracy: rate > 0.5 ? 1 : accuracy },
  };
}

describe('the candidates of a search', () => {
  test('are refused before a trial runs, where a network does not fit the images', async () => {
    const { search: plan } = search(['layers=dense 8|conv 8 3x3, pool 2, conv 8 3x3', 'dropout=0|0.5']);
    if (!plan) throw new TypeError('a search has a plan');
    await expect(checkSearch(plan, { inputShape: [6, 5, 1], classes: 3 })).rejects.toThrow(
      'The candidate layers conv 8 3x3, pool 2, conv 8 3x3, dropout without effect does not fit the data: "conv 8 3x3" has a kernel of 3x3, larger than its input of 2x1x8',
    );
    await expect(checkSearch(plan, { inputShape: [28, 28, 1], classes: 3 })).resolves.toBeUndefined();
  });

  test('are refused before a trial runs, where they weight a class that there is none of', async () => {
    const { search: plan } = search(['class-weight=none|zebra=2']);
    if (!plan) throw new TypeError('a search has a plan');
    const data = { inputShape: [6, 5, 1], classes: 2 } as const;
    await expect(checkSearch(plan, { ...data, classNames: ['cat', 'zebr'] })).rejects.toThrow(
      'The candidate class-weight zebra=2 does not fit the data: classWeight names the class "zebra", which the data do not have: did you mean "zebr"?',
    );
    await expect(checkSearch(plan, { ...data, classNames: ['cat', 'zebra'] })).resolves.toBeUndefined();
  });

  test('are all combinations of its lists, each once', () => {
    const grid = search(['hidden=32|64|32', 'dropout=0|0.5'], { rungs: 1 });
    expect(labelsOf(grid.plan(options, none))).toEqual([
      'hidden 32, dropout 0, 9 epochs',
      'hidden 32, dropout 0.5, 9 epochs',
      'hidden 64, dropout 0, 9 epochs',
      'hidden 64, dropout 0.5, 9 epochs',
    ]);
  });

  test('are of different networks: values that no layer takes are not tried one by one', async () => {
    const mixed = search(['layers=dense 8|output', 'dropout=uniform(0.1,0.5)'], { trials: 5, rungs: 1 });
    const labels = labelsOf(mixed.plan(options, none));
    expect(labels.filter((label) => label.startsWith('layers output'))).toEqual([
      'layers output, dropout without effect, 9 epochs',
    ]);
    expect(labels).toHaveLength(5);
    for (const figure of Object.values(presentIn(mixed, world, options).figures)) {
      expect(await renderSvg(figure)).toContain('<svg');
    }
  });

  test('are drawn from the seed where there are more than trials', () => {
    const vary = ['hidden=8|16|32|64|128', 'learning-rate=log(1e-4,1e-1)'];
    const drawn = (seed: number): string[] =>
      labelsOf(search(vary, { trials: 12, seed }).plan(options, none));
    expect(new Set(drawn(1)).size).toBe(12);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(2)).not.toEqual(drawn(1));
    const some = search(['hidden=8|16|32', 'dropout=0|0.5'], { trials: 5, rungs: 1 });
    expect(new Set(labelsOf(some.plan(options, none))).size).toBe(5);
    // A range of two values has no more.
    expect(search(['batch-size=uniform(1,2)'], { rungs: 1 }).plan(options, none)).toHaveLength(2);
  });

  test('are trained on what is held out of the training images, wherever the data are', () => {
    const [trial] = search(['hidden=8']).plan(options, none);
    expect(trial?.task).toMatchObject({ kind: 'recipe', recipe: { validation: 'held-out' } });
    expect(trial?.task).not.toHaveProperty('recipe.data');
  });

  test.each([
    [['hidden=8', 'hidden=9'], 'hidden varies twice'],
    [['momentum=0.5|0.9'], 'The optimizer adam has no momentum'],
    [['hidden=8', 'layers=dense 3'], 'hidden is short for layers'],
    [['hiden=8'], 'did you mean hidden?'],
    [['layers=output|conv 8 3x3', 'dropout=0|0.5'], 'dropout varies without effect: no layer takes it;'],
    [['hidden=none', 'activation=relu|tanh'], 'activation varies without effect: no layer takes it;'],
    [[], 'The search is wrong: mode: vary: '],
  ])('%j are refused', (vary, message) => {
    expect(() => search(vary)).toThrow(message);
    expect(() => search(vary)).toThrow(expect.objectContaining({ name: 'ExperimentError' }));
  });
});

describe('successive halving', () => {
  const rates = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 2e-2, 1e-1, 0.3, 1];
  const nine = search([`learning-rate=${rates.join('|')}`]);

  test('trains a third three times as long, to the last, which has all epochs', () => {
    const trials = nine.plan(options, resultsIn(nine, world, options));
    const lengths = trials.map(({ task }) => (task.kind === 'recipe' ? task.epochs : 0));
    expect(lengths).toEqual([...rates.map(() => 1), 3, 3, 3, 9]);
    expect(trials.at(-1)?.label).toBe('learning-rate 0.01, 9 epochs');
    expect(nine.decisions?.(options, resultsIn(nine, world, options))).toEqual([
      'Bracket 1 of 1: after 1 epoch, 3 of 9 go on to 3: learning-rate 0.01; learning-rate 0.02; learning-rate 0.003.',
      'Bracket 1 of 1: after 3 epochs, 1 of 3 go on to 9: learning-rate 0.01.',
    ]);
  });

  test('shows every candidate once, a divergent one last of those that got as far', async () => {
    const { figures, table, reading } = presentIn(nine, world, options);
    expect(table.rows).toHaveLength(9);
    expect(table.rows[0]).toEqual([1, '0.01', 9, '90.9%', '0.0910']);
    expect(table.rows.at(-1)).toEqual([9, '1', 1, 'diverged', '0.2990']);
    expect(reading[0]).toBe(
      'The best of 9 candidates is learning-rate 0.01: 90.9% validation accuracy after 9 epochs.',
    );
    expect(reading[1]).toContain(': atelier train mlp-32 --learning-rate 0.01 --epochs 9.');
    expect(await renderSvg(figures['learning-rate']!)).toContain('<svg');
  });

  test('a range is drawn over its values, and words are quoted for a shell', async () => {
    const found = search(['learning-rate=log(1e-4,1e-1)', 'layers=conv 2 3x3, pool 2|dense 8']);
    const { figures, reading } = presentIn(found, world, { ...options, seeds: 2 });
    expect(Object.keys(figures)).toEqual(['learning-rate', 'layers']);
    for (const figure of Object.values(figures)) expect(await renderSvg(figure)).toContain('<svg');
    expect(reading.join(' ')).toMatch(/--layers "(conv 2 3x3, pool 2|dense 8)" /);
    expect(reading.join(' ')).toContain('30 for 1 epoch, 12 for 3 epochs and 4 for 9 epochs');
  });

  test.each([
    [{}, 'on all training images and test it: atelier train mlp-32 --hidden 8 --epochs 9.'],
    [
      { data: '/my pictures/$HOME', size: [12, 12], channels: 3, classNames: ['cat', "dog's"] } as const,
      'on all training images and test it: atelier train mlp-32 --hidden 8 --epochs 9 ' +
        `--data '/my pictures/$HOME' --size 12 --channels 3 --class-names "cat,dog's".`,
    ],
    [{ limit: 40 }, 'To train it and test it: atelier train mlp-32 --hidden 8 --epochs 9 --limit 40.'],
    [{ patience: 2 }, 'To train it and test it: atelier train mlp-32 --hidden 8 --epochs 9 --patience 2.'],
    [
      { patience: 2, validation: 0.25 },
      'To train it and test it: atelier train mlp-32 --hidden 8 --epochs 9 --validation 0.25 --patience 2.',
    ],
    [{ validation: 0.25 }, 'on all training images and test it: atelier train mlp-32 --hidden 8 --epochs 9.'],
  ])('with %j, the command trains the best candidate on the same data', (changes, command) => {
    const mode = { name: 'halving', vary: ['hidden=8'], trials: 1, rungs: 1 } as const;
    const found = searchExperiment(changeRecipe(defaultRecipe, changes), mode);
    expect(presentIn(found, world, options).reading[1]).toContain(command);
  });

  test('few epochs have fewer rungs', () => {
    const lengthsOf = (epochs: number): number[] => {
      const trials = nine.plan({ ...options, epochs }, resultsIn(nine, world, { ...options, epochs }));
      return [...new Set(trials.map(({ task }) => (task.kind === 'recipe' ? task.epochs : 0)))];
    };
    expect(lengthsOf(1)).toEqual([1]);
    expect(lengthsOf(2)).toEqual([1, 2]);
    expect(lengthsOf(30)).toEqual([4, 10, 30]);
  });
});

describe('a search in a folder', () => {
  const twenty = search(['learning-rate=log(1e-4,1e-1)'], { trials: 20 });
  const run = { ...planOptions, epochs: 9 };

  const filesOf = (folder: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(jsonl|json|csv|svg|html)$/.test(name) && name !== 'timings.csv')
        .map((name) => [name, readFileSync(join(folder, name), 'base64')]),
    );

  test('goes on where it was interrupted, and its shards merge, to the same bytes', async () => {
    const [whole, again, ...shards] = [1, 2, 3, 4].map(() => temporaryFolder());
    const end = await runScripted(twenty, whole!, { options: run });
    expect(end.status).toBe('complete');
    // Killed in the second rung: its first results are there, and half a line.
    cpSync(whole!, again!, { recursive: true });
    const lines = readFileSync(join(whole!, 'results.jsonl'), 'utf8').split('\n');
    writeFileSync(
      join(again!, 'results.jsonl'),
      `${lines.slice(0, 23).join('\n')}\n${lines[23]!.slice(0, 50)}`,
    );
    await runScripted(twenty, again!, { options: run, workers: 1 });
    expect(filesOf(again!)).toEqual(filesOf(whole!));
    for (const [index, folder] of shards.entries()) {
      const shard = { index: index + 1, count: 2 };
      const part = await runScripted(twenty, folder, { options: run, shard });
      expect(part).toMatchObject({ status: 'incomplete', failed: [] });
    }
    const merged = temporaryFolder();
    const joined = await mergeExperiments({
      sources: shards,
      folderFor: () => merged,
      experimentNamed: () => {
        throw new Error('a search is in its folder');
      },
    });
    expect(joined).toMatchObject({ status: 'complete', missing: [], duplicates: [] });
    expect(filesOf(merged)).toEqual(filesOf(whole!));
  });

  test('another search is refused by its first difference', async () => {
    const folder = temporaryFolder();
    await runScripted(twenty, folder, { options: run });
    const other = search(['learning-rate=log(1e-4,1e-2)'], { trials: 20 });
    await expect(runScripted(other, folder, { options: run })).rejects.toThrow(
      'holds results with vary ["learning-rate=log(1e-4,1e-1)"], not ["learning-rate=log(1e-4,1e-2)"]',
    );
  });
});

test('the learning-rate finder runs on a network of one’s own', () => {
  const recipe = changeRecipe(defaultRecipe, { layers: 'conv 4 3x3, pool 2, dense 8', optimizer: 'sgd' });
  const finder = searchExperiment(recipe, { name: 'lr-finder' });
  const trials = finder.plan({ ...options, seeds: 3 }, none);
  expect(trials.map(({ seed }) => seed)).toEqual([0, 1, 2]);
  expect(trials[0]?.task).toMatchObject({ kind: 'recipe-sweep', recipe: { layers: recipe.layers } });
  const { reading } = presentIn(finder, anyOutcome, { ...options, seeds: 3 });
  expect(reading[0]).toMatch(/^sgd: the loss is lowest .* is the suggested rate/);
});

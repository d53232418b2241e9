import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ExperimentError,
  experiments,
  manifestOf,
  resultFiles,
  ResultFolder,
  resultLine,
  Results,
} from '@atelier/experiments';
import { jsonText, mutateBytes, mutateJson } from '../mutate.ts';
import { Finding, refusedOrAnswered, type Target } from '../target.ts';

const options = { epochs: 1, seeds: 1, limit: 600, inputs: 784, classes: 10 };

/** `experiment.json` and `results.jsonl`, damaged as text and as JSON. */
export const experimentFolder: Target = {
  prepare(folder) {
    const experiment = experiments.find(({ name }) => name === 'dropout')!;
    const manifest = manifestOf(experiment, options, { name: 'tiny', hash: '0123456789abcdef' }, 'simd');
    const lines = experiment.plan(options, new Results([])).map((trial) =>
      resultLine(trial, {
        kind: 'train',
        status: 'completed',
        parameters: 10,
        samples: 500,
        history: [{ epoch: 1, loss: 1, accuracy: 0.5, valLoss: Number.NaN, valAccuracy: 0.5 }],
        train: { loss: 1, accuracy: 0.5 },
        validation: { loss: 1, accuracy: 0.5 },
        test: { loss: 1, accuracy: 0.5 },
      }),
    );
    let number = 0;
    return Promise.resolve(async (random) => {
      const path = join(folder, `results-${number++}`);
      mkdirSync(path);
      const results = [...lines];
      let written = JSON.stringify(manifest);
      if (random.below(3) === 0) written = jsonText(random, mutateJson(random, manifest));
      else {
        const at = random.below(lines.length);
        const line: unknown = JSON.parse(lines[at]!);
        results[at] = `${jsonText(random, mutateJson(random, line))}\n`;
      }
      const bytes = new TextEncoder().encode(results.join(''));
      writeFileSync(join(path, resultFiles.manifest), written);
      writeFileSync(
        join(path, resultFiles.results),
        random.below(4) === 0 ? mutateBytes(random, bytes) : bytes,
      );
      const read = await refusedOrAnswered(() => ResultFolder.read(path), [ExperimentError]);
      if (read && read.all.length > lines.length)
        throw new Finding(`There are ${read.all.length} results of ${lines.length}`);
      if (read && read.manifest.options.seeds > 1000) throw new Finding('More seeds than may be');
      if (Object.hasOwn(Object.prototype, 'polluted'))
        throw new Finding('The prototype of objects was changed');
      if (readdirSync(path).length !== 2) throw new Finding(`Stray files: ${readdirSync(path).join(', ')}`);
    });
  },
};

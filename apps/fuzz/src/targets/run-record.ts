import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord, RunFolderError } from '@atelier/runs';
import { exampleRecord } from '@atelier/runs/record';
import { jsonText, mutateBytes, mutateJson } from '../mutate.ts';
import { Finding, refusedOrAnswered, type Target } from '../target.ts';

/** With something in every part, as it stands in the file. */
const record = {
  ...exampleRecord,
  config: { ...exampleRecord.config, augment: { shift: 1, flip: true } },
  dataset: { ...exampleRecord.dataset, hashes: { 'train-images-idx3-ubyte': 'c59f' } },
  history: [
    { epoch: 1, loss: 1, accuracy: 0.5, valLoss: null, valAccuracy: 0.5, seconds: 1, learningRate: 0.1 },
  ],
  timings: { total: 3 },
  test: { loss: 1, accuracy: 0.5 },
  versions: { node: '20' },
};

/** `run.json`, damaged as text and as JSON, or in place of another file. */
export const runRecord: Target = {
  async prepare(folder) {
    let number = 0;
    writeFileSync(join(folder, 'precious'), JSON.stringify(record));
    return async (random) => {
      const run = join(folder, `run-${number++ % 50}-${random.below(1e9)}`);
      mkdirSync(run);
      const path = join(run, 'run.json');
      const bytes = new TextEncoder().encode(jsonText(random, mutateJson(random, record)));
      const kind = random.below(20);
      if (kind === 0) mkdirSync(path);
      else if (kind === 1) symlinkSync(join(folder, 'precious'), path);
      else writeFileSync(path, random.below(4) === 0 ? mutateBytes(random, bytes) : bytes);
      const read = await refusedOrAnswered(() => readRecord(run), [RunFolderError]);
      if (read && kind < 2) throw new Finding('A folder or a link was read as run.json');
      if (read && JSON.stringify(Object.getPrototypeOf(read)) !== '{}')
        throw new Finding('A prototype was changed');
      if (Object.hasOwn(Object.prototype, 'polluted'))
        throw new Finding('The prototype of objects was changed');
      if (readdirSync(run).length !== 1) throw new Finding(`Stray files: ${readdirSync(run).join(', ')}`);
    };
  },
};

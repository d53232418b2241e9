// How long loading Fashion-MNIST takes (reading, inflating, hashing, checking 70,000 images and labels) beside `zlib.gunzipSync` alone
// on the same four files in memory. Interleaved, in one process; medians. `pnpm --filter @atelier/datasets bench`
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { findDataset, loadDataset } from '@atelier/datasets';

const rounds = 15;
const limit = 1.3;

const { source } = await findDataset('fashion-mnist');
const files = Object.values(source.files).map(({ location }) => readFileSync(location));

/** @type {Record<string, { run: () => unknown, ms: number[] }>} */
const contestants = {
  'gunzipSync alone': {
    run() {
      for (const file of files) gunzipSync(file);
    },
    ms: [],
  },
  loadDataset: { run: () => loadDataset('fashion-mnist', { offline: true }), ms: [] },
};

for (let round = -2; round < rounds; round++) {
  for (const { run, ms } of Object.values(contestants)) {
    const start = performance.now();
    await run();
    // The first two rounds warm up.
    if (round >= 0) ms.push(performance.now() - start);
  }
}

const medians = Object.values(contestants).map(
  ({ ms }) => ms.toSorted((a, b) => a - b)[rounds >> 1] ?? Number.NaN,
);
for (const [index, [name, { ms }]] of Object.entries(contestants).entries()) {
  const range = `${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)}`;
  console.log(`${name.padEnd(20)} median ${medians[index]?.toFixed(0)} ms (${range})`);
}
const ratio = (medians[1] ?? Number.NaN) / (medians[0] ?? Number.NaN);
console.log(`ratio ${ratio.toFixed(2)}, at most ${limit} is wanted`);

import { runnerImport } from 'vite';
import { anyText, mutateBytes, pick } from '../mutate.ts';
import { Finding, refusedOrAnswered, type Target } from '../target.ts';

const names = [
  'preset',
  'epochs',
  'batch',
  'optimizer',
  'rate',
  'hidden',
  'dropout',
  'seed',
  '__proto__',
  'constructor',
];

/** The parameters of a shared link to the web page. */
export const link: Target = {
  async prepare() {
    const source = new URL('../../../web/src/settings/query.ts', import.meta.url).pathname;
    const { module } = await runnerImport<{
      parseQuery: (query: string) => { recipe: never; refused: readonly unknown[] };
      formatQuery: (recipe: never) => string;
    }>(source, { logLevel: 'silent', configFile: false });
    const example =
      'preset=mlp-32&epochs=3&batchSize=32&optimizer=adam&learningRate=0.01&hidden=32,16&seed=1';
    return async (random) => {
      const pairs = Array.from({ length: random.below(random.below(50) === 0 ? 10_000 : 12) }, () => [
        pick(random, names),
        anyText(random),
      ]);
      const query =
        random.below(2) === 0
          ? new TextDecoder().decode(mutateBytes(random, new TextEncoder().encode(example)))
          : new URLSearchParams(pairs).toString();
      const parsed = await refusedOrAnswered(() => module.parseQuery(query), []);
      if (!parsed) return;
      // What was accepted, written as a link, is accepted again completely.
      const again = module.parseQuery(module.formatQuery(parsed.recipe));
      if (JSON.stringify(again.recipe) !== JSON.stringify(parsed.recipe) || again.refused.length > 0) {
        throw new Finding(
          `The link ${query.slice(0, 300)} does not come back: ${module.formatQuery(parsed.recipe)}`,
        );
      }
    };
  },
};

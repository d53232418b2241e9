import type { ContentHashes } from '@atelier/datasets';
import type { DataHashes } from '@atelier/runs';
import { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { ExperimentError } from '../error.ts';
import { type Experiment } from '../experiment.ts';
import { type PlanOptions, planOptionsSchema } from '../plan-options.ts';
import { hashOf, textHash } from '../hash.ts';
import { Results } from '../results.ts';
import { type SearchPlan, searchPlanSchema } from '../search/search-plan.ts';
import { trialId } from '../trial.ts';
import { version } from '../version.ts';

export const manifestSchema: z.ZodType<Manifest> = z.strictObject({
  format: z.literal(1),
  version: z.string(),
  experiment: z.string(),
  options: planOptionsSchema,
  dataset: z.union([
    z.strictObject({
      name: z.string(),
      train: z.string(),
      validation: z.string().optional(),
      test: z.string(),
      order: z.literal('mixed').optional(),
    }),
    z.strictObject({ name: z.string(), hash: z.string(), order: z.literal('mixed').optional() }),
  ]),
  engine: z.string(),
  search: searchPlanSchema.optional(),
  grid: z.string(),
});

/** Of the training images; absent where it is that of the data, as with earlier versions. */
type ImageOrder = 'mixed' | undefined;

interface ManifestDataset extends ContentHashes {
  readonly name: string;
  readonly order?: ImageOrder;
}

interface FormerDataset {
  readonly name: string;
  /** The first 64 bits of the SHA-256 of the files' hashes. */
  readonly hash: string;
  readonly order?: ImageOrder;
}

/** The data of an experiment. */
export interface ExperimentDataset {
  readonly name: string;
  readonly hashes: DataHashes;
  /** See `shareData`. Default `false`. */
  readonly mixed?: boolean;
}

/** `experiment.json`: everything that a result depends on besides its trial. Folders can be merged when these are equal. */
export interface Manifest {
  readonly format: 1;
  /** Of this package. */
  readonly version: string;
  /** An experiment's name. */
  readonly experiment: string;
  readonly options: PlanOptions;
  /** SHA-256 of the content of each part; earlier versions had one hash of all four files. */
  readonly dataset: ManifestDataset | FormerDataset;
  readonly engine: string;
  /** What a search is made from. */
  readonly search?: SearchPlan | undefined;
  /** Hash of the experiment's initial trials. */
  readonly grid: string;
}

/** The manifest of an experiment with these options, on this data and engine. */
export function manifestOf(
  experiment: Experiment,
  options: PlanOptions,
  dataset: Manifest['dataset'],
  engine: string,
): Manifest {
  const grid = hashOf(experiment.plan(options, new Results([])).map((trial) => trialId(trial)));
  const { name, search } = experiment;
  return { format: 1, version, experiment: name, options, dataset, engine, ...(search && { search }), grid };
}

/** The data's hash in the form of the manifest that it is compared with, which may be an earlier version's. */
export function manifestDataset(
  { name, hashes: { content, files }, mixed = false }: ExperimentDataset,
  like?: Manifest['dataset'],
): Manifest['dataset'] {
  const order = mixed ? ({ order: 'mixed' } as const) : {};
  if (like === undefined || !('hash' in like)) return { name, ...content, ...order };
  const hash = textHash(Object.values(files).join('\n'));
  return { name, hash, ...order };
}

/**
 * Checks that two folders' results belong together.
 *
 * @throws ExperimentError naming the first difference
 */
export function checkSameManifest(found: Manifest, expected: Manifest, folder: string): void {
  // The grid follows from the others, so that it is compared last.
  const flat = ({ options, search, grid, ...others }: Manifest): Record<string, unknown> => ({
    ...others,
    ...(search && { ...search.mode, ...search.recipe, seed: search.seed }),
    ...options,
    grid,
  });
  const there = flat(found);
  for (const [key, value] of Object.entries(flat(expected))) {
    const [is, wanted] = [canonicalJson(there[key] ?? null), canonicalJson(value)];
    if (is !== wanted) {
      throw new ExperimentError(
        `${folder} holds results with ${key} ${is}, not ${wanted}: they cannot be mixed. Choose another folder, or the same options`,
      );
    }
  }
}

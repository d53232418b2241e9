import { type OptimizerConfig, type OptimizerName, resolveOptimizer } from '@atelier/training/settings';
import * as z from 'zod/mini';
import { type Architecture, architectureSettings } from './architecture-settings.ts';
import { type DataPlan, dataSettings } from './data-settings.ts';
import type { Declarations } from './declaration.ts';
import { hiddenUnits } from './hidden-units.ts';
import { hiddenLayers } from './layers/hidden-layers.ts';
import { type StartPlan, startSettings } from './start-settings.ts';
import { type OptimizerSettings, recipeOptimizer } from './optimizer-settings.ts';
import { type TrainingPlan, trainingSettings } from './training-settings.ts';

/** The settings that are fields of a recipe. */
export interface PlainSettings extends Architecture, StartPlan, TrainingPlan, DataPlan {}

/** The complete configuration of a run, enough to repeat it: the `config` of `run.json`. */
export interface Recipe extends PlainSettings {
  /** The preset that the run started from. */
  readonly preset: string;
  readonly optimizer: OptimizerConfig;
}

/** The value of every setting by name: the recipe, with the optimizer split into its settings, and the short forms. */
export interface SettingValues extends PlainSettings, OptimizerSettings {
  readonly optimizer: OptimizerName;
  /** Short for `layers`. */
  readonly hidden: readonly number[];
}

/** The name of a setting of a recipe. */
export type SettingName = keyof SettingValues;

/** The settings in which a recipe differs from another. */
export type RecipeChanges = { readonly [Name in SettingName]?: SettingValues[Name] | undefined };

/** The default recipe. */
export const defaultRecipe: Recipe = {
  preset: 'mlp-32',
  ...defaultsOf<Architecture>(architectureSettings),
  ...defaultsOf<StartPlan>(startSettings),
  optimizer: resolveOptimizer('adam'),
  ...defaultsOf<TrainingPlan>(trainingSettings),
  ...defaultsOf<DataPlan>(dataSettings),
};

/** Schemas of each setting in JSON. */
export const settingSchemas: Schemas<PlainSettings> = {
  ...schemasOf<Architecture>(architectureSettings),
  ...schemasOf<StartPlan>(startSettings),
  ...schemasOf<TrainingPlan>(trainingSettings),
  ...schemasOf<DataPlan>(dataSettings),
};

/** Reads the `config` of a `run.json`, also of versions that had fewer settings. */
export const recipeSchema: z.ZodMiniType<Recipe> = z.pipe(
  z.transform(withLayers),
  z.object({ preset: z.string(), optimizer: recipeOptimizer, ...settingSchemas }),
);

/** Networks were dense, and `hidden` said their units, before there were `layers`. */
function withLayers(config: unknown): unknown {
  const former = z.safeParse(z.looseObject({ hidden: hiddenUnits.schema }), config);
  return former.success ? { layers: hiddenLayers(former.data.hidden), ...former.data } : config;
}

function defaultsOf<Settings>(table: Declarations<Settings>): Settings {
  const entries = Object.entries<{ readonly default: unknown }>(table);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table declares every setting of the type
  return Object.fromEntries(entries.map(([name, declaration]) => [name, declaration.default])) as Settings;
}

type Schemas<Settings> = { readonly [Name in keyof Settings]: z.ZodMiniType<Settings[Name]> };

function schemasOf<Settings>(table: Declarations<Settings>): Schemas<Settings> {
  const schemas = Object.entries<{ kind: { schema: z.ZodMiniType }; before?: unknown }>(table).map(
    ([name, { kind, before }]) => [
      name,
      before === undefined ? kind.schema : z._default(kind.schema, before),
    ],
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table declares every setting of the type
  return Object.fromEntries(schemas) as Schemas<Settings>;
}

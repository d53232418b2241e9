import { basename } from 'node:path';
import {
  changeRecipe,
  defaultPreset,
  isPresetName,
  presetRecipe,
  presets,
  type Recipe,
} from '@atelier/presets';
import {
  chooseValidation,
  defaultRecipe,
  givenLayers,
  isArchitecture,
  settings,
} from '@atelier/presets/recipe';
import { checkRunFolder, type SeveralRuns } from '@atelier/runs';
import { lossOf } from '@atelier/training';
import { UsageError } from '../errors.ts';
import { userPath } from '../paths.ts';
import { defaultRunFolder } from '../run-folder/name.ts';
import { type GivenModel, openStart } from './given-model.ts';
import { isModule, ModelModule } from './model-module.ts';
import type { TrainOptions } from './options.ts';
import { readConfig } from './read-config.ts';
import type { ResumeRequest } from './resume.ts';
import type { TrainingRequest } from './run-training.ts';

/** A run that begins: its configuration, its folder, and what it is given. */
export interface NewRun extends Pick<TrainingRequest, 'config' | 'given' | 'folder'> {
  /** Which runs until it is closed. */
  readonly module?: ModelModule | undefined;
}

/**
 * What a new run begins with: a preset, the configuration of another run, a model to start from, or a module's model.
 *
 * @throws UsageError for a preset, a file and settings that contradict each other
 */
export async function newRun(
  request: ResumeRequest,
  options: TrainOptions & { readonly onNotice: (message: string) => void },
  several: SeveralRuns | undefined,
): Promise<NewRun> {
  const { preset, changes } = request;
  const module = isModule(preset) ? await openModule(preset, request, several) : undefined;
  try {
    const { base, given } = startingPoint(request, options, module);
    const namesLeft = leavesClassNames(base, changes);
    const named = namesLeft ? { ...changes, classNames: null } : changes;
    const config = changeRecipe(base, chooseValidation(base, named));
    const name = isPresetName(config.preset) ? config.preset : config.preset.replace(/\.[^.]*$/, '');
    const folder = options.out === undefined ? defaultRunFolder(name, new Date()) : userPath(options.out);
    checkRunFolder(folder, options.overwrite === true);
    if (namesLeft) {
      options.onNotice(
        'The class names of the run before are not given to other data; --class-names gives them names',
      );
    }
    return { config, given, folder, module };
  } catch (error) {
    await module?.close();
    throw error;
  }
}

/** Whether a run is of other data than the one that it repeats or starts from, whose user named the classes. */
function leavesClassNames({ data, classNames }: Recipe, changes: ResumeRequest['changes']): boolean {
  const others = changes.data !== undefined && changes.data !== data;
  return classNames !== null && others && changes.classNames === undefined;
}

async function openModule(
  typed: string,
  { changes, given }: ResumeRequest,
  several: SeveralRuns | undefined,
): Promise<ModelModule> {
  // A resumed plan would have to run the module again.
  if (several) throw new UsageError(`A module makes one run; ${typed} does not go with several`);
  if (changes.from) throw new UsageError(`${given.get('from')} does not go with the module ${typed}`);
  return ModelModule.open(userPath(typed));
}

/** The recipe that a new run changes, and the model that it is given. */
function startingPoint(
  { preset, changes, given: typed }: ResumeRequest,
  { config: file, pixels }: TrainOptions,
  module: ModelModule | undefined,
): { readonly base: Recipe; readonly given: GivenModel | undefined } {
  const repeated = file === undefined ? undefined : readConfig(userPath(file));
  const name = module?.recipe.preset ?? preset;
  if (repeated && typed.has('preset') && name !== repeated.preset) {
    throw new UsageError(
      `The preset ${name} conflicts with --config ${file}, whose run was made with ${repeated.preset}`,
    );
  }
  const from = module ? null : changes.from === undefined ? (repeated?.from ?? null) : changes.from;
  const start = from === null ? undefined : openStart(from, { pixels });
  if (pixels && !start) throw new UsageError('--pixels belongs to --from with a model.json');
  if (start?.config && typed.has('preset') && name !== start.config.preset) {
    throw new UsageError(
      `The preset ${name} conflicts with --from, whose run was made with ${start.config.preset}`,
    );
  }
  // Of a run come all settings but those of its own start.
  const started = start && {
    ...(start.config ?? {
      ...defaultRecipe,
      preset: basename(from ?? ''),
      layers: givenLayers,
      loss: lossOf(start.model),
    }),
    from,
    freeze: [],
  };
  const base =
    repeated ??
    started ??
    module?.recipe ??
    presetRecipe(presets[isPresetName(preset) ? preset : defaultPreset]);
  const given = module ?? start;
  if (base.layers !== givenLayers) return { base, given };
  if (!given) {
    throw new UsageError(
      `The run of --config ${file} was made with ${base.preset}, whose layers it does not know; name the module or --from again`,
    );
  }
  const own = settings.find((each) => isArchitecture(each) && each.name !== 'loss' && typed.has(each.name));
  if (own) throw new UsageError(`--${own.flag} does not go with ${base.preset}, whose model says it itself`);
  return { base, given };
}

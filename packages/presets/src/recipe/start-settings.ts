import type { Declarations } from './declaration.ts';
import { anyText, orNone } from './kind.ts';
import { layerNames } from './layer-names.ts';

/** What a training starts from, and what it leaves as it is. */
export interface StartPlan {
  /** The absolute path of a run, or of a `model.json`, whose weights it starts from; `null` for new ones. */
  readonly from: string | null;
  /** Names of layers that are not trained; in a name, `*` stands for any characters. */
  readonly freeze: readonly string[];
}

export const startSettings: Declarations<StartPlan> = {
  from: {
    flag: 'from',
    placeholder: 'run|model.json',
    help: 'start from the weights of a run, or of a model.json of TensorFlow.js (or none)',
    label: 'started from',
    kind: orNone(anyText('a path'), 'none'),
    default: null,
    before: null,
  },
  freeze: {
    flag: 'freeze',
    placeholder: 'layers',
    help: 'layers that are not trained, such as conv_1,norm_* (or none)',
    label: 'frozen layers',
    kind: layerNames,
    default: [],
    before: [],
  },
};

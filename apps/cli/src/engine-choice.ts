import { type Engine, tfjsEngine } from '@atelier/training';

/** The names that `--engine` takes. */
export const engineNames = ['auto', 'tfjs'] as const;

export type EngineOption = (typeof engineNames)[number];

/** The engine that `--engine` names; `auto` is the fastest that can run the model. */
export function chooseEngine(option: EngineOption): Engine {
  switch (option) {
    case 'auto':
    case 'tfjs':
      return tfjsEngine();
  }
}

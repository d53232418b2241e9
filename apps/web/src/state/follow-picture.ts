import { effect, untracked } from '@preact/signals';
import type { OwnPrediction } from '../messages.ts';
import type { State } from './state.ts';

/** From now on the answer about the pad's picture follows the picture and the model: one question at a time, the latest next. */
export function followPicture(
  state: State,
  ask: (pixels: Uint8Array) => Promise<OwnPrediction | undefined>,
): void {
  let asking = false;
  let changed = false;
  const askAgain = async (): Promise<void> => {
    asking = true;
    while (changed) {
      changed = false;
      const answer = await ask(state.own.value.pixels);
      if (answer) state.lastAnswer.value = answer;
    }
    asking = false;
  };
  effect(() => {
    // The worker sends weights or predictions whenever its model has changed.
    void [state.own.value.pixels, state.currentRun.value, state.firstLayer.value, state.predictions.value];
    if (!state.canTrain.value || state.currentRun.value === undefined) return;
    changed = true;
    untracked(() => {
      if (!asking) void askAgain();
    });
  });
}

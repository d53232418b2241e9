import { computed, effect, untracked } from '@preact/signals';
import type { AskedPicture, OwnPrediction } from '../messages.ts';
import { asked } from './own-picture.ts';
import type { State } from './state.ts';

/** From now on the answer about the pad's picture follows the picture and the model: one question at a time, the latest next. */
export function followPicture(
  state: State,
  ask: (picture: AskedPicture) => Promise<OwnPrediction | undefined>,
): void {
  let asking = false;
  let changed = false;
  const askAgain = async (): Promise<void> => {
    asking = true;
    while (changed) {
      changed = false;
      const answer = await ask(asked(state.own.value));
      if (answer) state.lastAnswer.value = answer;
    }
    asking = false;
  };
  // A note about it, and no more, is no other picture.
  const picture = computed(() => state.own.value.ready?.pixels ?? state.own.value.drawing);
  effect(() => {
    // The worker sends weights or predictions whenever its model has changed.
    void [picture.value, state.currentRun.value, state.firstLayer.value, state.predictions.value];
    if (!state.canTrain.value || state.currentRun.value === undefined) return;
    changed = true;
    untracked(() => {
      if (!asking) void askAgain();
    });
  });
}

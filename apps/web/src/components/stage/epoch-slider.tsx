import type { JSX } from 'preact';
import { session, state } from '../../state/page-session.ts';
import { t } from '../../i18n/language.ts';
import { epochsOfAxis } from '../chart/run-curve.tsx';

/** Goes back to earlier epochs: templates, answers and results are then of that epoch. It lies along the curve's axis, if this run is drawn there. */
export function EpochSlider(): JSX.Element {
  const text = t.value.curves;
  const epochs = state.epochsKept.value;
  const latest = epochs.at(-1) ?? state.run.value?.history.length ?? 0;
  const shown = state.shownEpoch.value ?? latest;
  const choose = (slider: HTMLInputElement): void => {
    const wanted = slider.valueAsNumber;
    // Of long runs not every epoch is kept: a step of the keyboard goes to the next one that is.
    const found =
      wanted > shown ? epochs.find((epoch) => epoch >= wanted) : epochs.findLast((epoch) => epoch <= wanted);
    session.showEpoch(found === latest ? undefined : found);
    slider.valueAsNumber = found ?? latest;
  };
  return (
    <label class="epoch-slider">
      <span class="visually-hidden">{text.goBack}</span>
      <input
        type="range"
        min={0}
        max={Math.max(latest, epochsOfAxis())}
        step={1}
        value={shown}
        disabled={epochs.length < 2}
        aria-valuetext={text.atEpoch(shown)}
        onInput={({ currentTarget }) => choose(currentTarget)}
      />
    </label>
  );
}

/** Which epoch is shown; back to the latest. */
export function ShownEpoch(): JSX.Element {
  const text = t.value.curves;
  const shown = state.shownEpoch.value;
  // The weights of earlier epochs are in the worker that trained them.
  const run = state.run.value;
  const lost =
    run !== undefined && !state.going.value && run.history.length > 1 && state.epochsKept.value.length < 2;
  return (
    <button
      type="button"
      class={lost ? 'quiet shown-epoch lost' : 'quiet shown-epoch'}
      disabled={shown === undefined}
      onClick={() => session.showEpoch(undefined)}
    >
      {lost ? text.lost : shown === undefined ? text.now : text.backFrom(shown)}
    </button>
  );
}

import type { JSX } from 'preact';
import { session, state } from '../../state/page-session.ts';
import { t } from '../../i18n/language.ts';

/** Goes back to earlier epochs: templates, answers and results are then of that epoch. */
export function EpochSlider(): JSX.Element {
  const text = t.value.curves;
  const epochs = state.epochsKept.value;
  const shown = state.shownEpoch.value;
  const last = epochs.length - 1;
  const at = shown === undefined ? last : epochs.indexOf(shown);
  // The weights of earlier epochs are in the worker that trained them.
  const run = state.run.value;
  const lost = run !== undefined && !state.going.value && run.history.length > 1 && last < 1;
  const choose = (place: number): void => session.showEpoch(place >= last ? undefined : epochs[place]);
  return (
    <div class="epoch-slider">
      <label>
        <span class="visually-hidden">{text.goBack}</span>
        <input
          type="range"
          min={0}
          max={Math.max(1, last)}
          step={1}
          value={last < 1 ? 1 : at}
          disabled={last < 1}
          aria-valuetext={text.atEpoch(shown ?? epochs.at(-1) ?? 0)}
          onInput={({ currentTarget }) => choose(currentTarget.valueAsNumber)}
        />
      </label>
      <button
        type="button"
        class="quiet"
        disabled={shown === undefined}
        onClick={() => session.showEpoch(undefined)}
      >
        {lost ? text.lost : shown === undefined ? text.now : text.backFrom(shown)}
      </button>
    </div>
  );
}

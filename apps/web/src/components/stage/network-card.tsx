import type { JSX } from 'preact';
import { presets } from '@atelier/presets/recipe';
import { session, state } from '../../state/page-session.ts';
import { t } from '../../i18n/language.ts';
import { LayerChips } from './layer-chips.tsx';
import { LayerColumn } from './layer-column.tsx';
import { Strongest } from './strongest.tsx';

/** The network: which it is, its layers to edit, and what each makes of the picture on the pad. */
export function NetworkCard(): JSX.Element {
  const text = t.value.network;
  return (
    <section class="card network panel-network" aria-labelledby="network">
      <h2 id="network" class="visually-hidden">
        {text.heading}
      </h2>
      <Presets />
      <LayerChips />
      <LayerColumns />
      <Strongest />
    </section>
  );
}

/** What each layer makes of the picture: drawn anew with each answer, and it alone. */
function LayerColumns(): JSX.Element {
  const layers = state.answer.value?.layers ?? [];
  return (
    <div class="scroll layer-columns" role="region" aria-label={t.value.network.inside} tabIndex={0}>
      {layers.map((layer, place) => (
        <LayerColumn key={place} layer={layer} place={place} />
      ))}
      {layers.length > 0 && <span class="layer-arrow" aria-hidden="true" />}
    </div>
  );
}

function Presets(): JSX.Element {
  const text = t.value.settings;
  const { preset } = state.settings.value;
  const summaries: { readonly [name: string]: string | undefined } = text.presets;
  return (
    <fieldset class="presets" disabled={state.going.value}>
      <legend class="visually-hidden">{text.preset}</legend>
      {Object.values(presets).map(({ name, summary }) => (
        <label key={name} class="preset" title={summaries[name] ?? summary}>
          <input
            type="radio"
            name="preset"
            value={name}
            checked={name === preset}
            onChange={() => session.usePreset(name)}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

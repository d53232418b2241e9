import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { session, state } from '../../state/page-session.ts';
import { t } from '../../i18n/language.ts';
import { fieldNamed } from '../../settings/fields.ts';
import { layersIn, whyNot } from '../../settings/layer-list.ts';

const added = 'dense 32';

/** The layers between the picture and the output, one text box each; an emptied one is removed. */
export function LayerChips(): JSX.Element {
  const text = t.value.network;
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const locked = state.going.value;
  const layers = layersIn(state.settings.value.layers);
  const use = (next: readonly string[]): void => {
    const written = [...next, 'output'].join(', ');
    const changed = fieldNamed('layers').change(state.settings.value, written);
    setProblem(changed ? undefined : (whyNot(written) ?? text.tooLarge));
    if (changed) session.change(changed);
  };
  return (
    <div class="layer-chips">
      <ul>
        {layers.map((layer, place) => (
          <li key={`${place} ${layer}`}>
            <LayerChip
              layer={layer}
              label={text.layer(place + 1)}
              locked={locked}
              onChange={(typed) => use(layers.toSpliced(place, 1, ...(typed === '' ? [] : [typed])))}
            />
            <button
              type="button"
              class="chip-tool"
              disabled={locked}
              aria-label={text.remove(layer)}
              onClick={() => use(layers.toSpliced(place, 1))}
            >
              ×
            </button>
          </li>
        ))}
        <li>
          <button type="button" class="quiet" disabled={locked} onClick={() => use([...layers, added])}>
            {text.add}
          </button>
        </li>
      </ul>
      <p class="hint problem-text" role="status">
        {problem ?? state.refusal.value}
      </p>
    </div>
  );
}

interface LayerChipProps {
  readonly layer: string;
  readonly label: string;
  readonly locked: boolean;
  readonly onChange: (text: string) => void;
}

function LayerChip({ layer, label, locked, onChange }: LayerChipProps): JSX.Element {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const commit = (): void => {
    const text = draft?.trim();
    setDraft(undefined);
    if (text !== undefined && text !== layer) onChange(text);
  };
  const shown = draft ?? layer;
  return (
    <input
      class="chip"
      type="text"
      autocomplete="off"
      spellcheck={false}
      aria-label={label}
      size={Math.min(28, Math.max(6, shown.length))}
      disabled={locked}
      value={shown}
      onInput={({ currentTarget }) => setDraft(currentTarget.value)}
      onKeyDown={({ key, isComposing }) => {
        if (isComposing) return;
        if (key === 'Enter') commit();
        else if (key === 'Escape') setDraft(undefined);
      }}
      onBlur={commit}
    />
  );
}

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { session, state } from '../../state/page-session.ts';
import { t } from '../../i18n/language.ts';
import { fieldNamed } from '../../settings/fields.ts';
import { layersIn, whyNot } from '../../settings/layer-list.ts';

const added = 'dense 32';

/** The layers between the picture and the output, one text box each; an emptied one is removed. */
export function LayerChips(): JSX.Element {
  const text = t.value.network;
  const locked = state.going.value;
  const written = state.settings.value.layers;
  /** Why a change of these layers was refused. */
  const [problem, setProblem] = useState<{ readonly of: string; readonly text: string } | undefined>(
    undefined,
  );
  const layers = layersIn(written);
  const list = useRef<HTMLUListElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  /** Whether the keyboard's place was in the list when it became shorter. */
  const held = useRef(false);
  useLayoutEffect(() => {
    // The last layer takes the keyboard's place along.
    if (held.current && !list.current?.contains(document.activeElement)) add.current?.focus();
    held.current = false;
  }, [layers.length]);
  const use = (next: readonly string[]): boolean => {
    const wanted = [...next, 'output'].join(', ');
    const changed = fieldNamed('layers').change(state.settings.value, wanted);
    setProblem(changed ? undefined : { of: written, text: whyNot(wanted) ?? text.tooLarge });
    if (!changed) return false;
    held.current = next.length < layers.length && (list.current?.contains(document.activeElement) ?? false);
    session.change(changed);
    return true;
  };
  return (
    <div class="layer-chips">
      <ul ref={list}>
        {layers.map((layer, place) => (
          <li key={place}>
            <LayerChip
              layer={layer}
              label={text.layer(place + 1)}
              locked={locked}
              onChange={(typed) => use(layers.toSpliced(place, 1, ...(typed === '' ? [] : [typed])))}
              onCancel={() => setProblem(undefined)}
            />
            <button
              type="button"
              class="chip-tool"
              disabled={locked}
              aria-label={text.remove(layer)}
              onClick={() => void use(layers.toSpliced(place, 1))}
            >
              ×
            </button>
          </li>
        ))}
        <li>
          <button
            ref={add}
            type="button"
            class="quiet"
            disabled={locked}
            onClick={() => void use([...layers, added])}
          >
            {text.add}
          </button>
        </li>
      </ul>
      <p class="hint problem-text" role="status">
        {problem?.of === written ? problem.text : state.refusal.value}
      </p>
    </div>
  );
}

interface LayerChipProps {
  readonly layer: string;
  readonly label: string;
  readonly locked: boolean;
  /** Whether it was accepted. */
  readonly onChange: (text: string) => boolean;
  /** A text was given up. */
  readonly onCancel: () => void;
}

function LayerChip({ layer, label, locked, onChange, onCancel }: LayerChipProps): JSX.Element {
  // Signals: a box that goes at Enter loses the focus, and is to know by then that nothing is left to apply.
  const draft = useSignal<string | undefined>(undefined);
  const refused = useSignal<string | undefined>(undefined);
  const commit = (): void => {
    const text = draft.value?.trim();
    if (text === undefined || text === refused.value) return;
    if (text === layer || onChange(text)) draft.value = undefined;
    else refused.value = text;
  };
  const forget = (): void => {
    draft.value = undefined;
    refused.value = undefined;
  };
  const shown = draft.value ?? layer;
  return (
    <input
      class="chip"
      type="text"
      autocomplete="off"
      spellcheck={false}
      aria-label={label}
      aria-invalid={draft.value !== undefined && draft.value.trim() === refused.value}
      size={Math.min(28, Math.max(6, shown.length))}
      disabled={locked}
      value={shown}
      onInput={({ currentTarget }) => {
        draft.value = currentTarget.value;
      }}
      onKeyDown={({ key, isComposing }) => {
        if (isComposing) return;
        if (key === 'Enter') commit();
        else if (key === 'Escape') {
          forget();
          onCancel();
        }
      }}
      onBlur={() => {
        commit();
        forget();
      }}
    />
  );
}

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  /** Whether a text is a value. */
  readonly accepts: (text: string) => boolean;
  /** What the value means, or why it cannot be changed. */
  readonly hint?: string | undefined;
  /** The message for an invalid text. */
  readonly range: string;
  readonly numeric?: boolean;
  readonly disabled?: boolean;
  readonly onChange: (text: string) => void;
}

/**
 * A text box. Input applies at Enter, or when the box loses focus. Escape restores the former value; an
 * invalid text shows a message and changes nothing.
 */
export function TextField(props: TextFieldProps): JSX.Element {
  const { label, value, accepts, hint, range, numeric = true, disabled = false, onChange } = props;
  const id = useId();
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const invalid = draft !== undefined && !accepts(draft.trim());
  const note = invalid ? range : hint;
  const commit = (): void => {
    if (draft === undefined) return;
    const text = draft.trim();
    if (!accepts(text)) return;
    setDraft(undefined);
    if (text !== value) onChange(text);
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode={numeric ? 'decimal' : 'text'}
        autocomplete="off"
        spellcheck={false}
        disabled={disabled}
        value={draft ?? value}
        aria-invalid={invalid}
        aria-describedby={note ? `${id}-note` : undefined}
        onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        onKeyDown={({ key, isComposing }) => {
          if (isComposing) return;
          if (key === 'Enter') commit();
          else if (key === 'Escape') setDraft(undefined);
        }}
        onBlur={() => {
          commit();
          setDraft(undefined);
        }}
      />
      {note && (
        <p id={`${id}-note`} class={invalid ? 'hint problem-text' : 'hint'}>
          {note}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly choices: readonly string[];
  readonly value: string;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

export function Choice(props: ChoiceProps): JSX.Element {
  const { label, choices, value, disabled = false, onChange } = props;
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          const chosen = choices.find((choice) => choice === currentTarget.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </div>
  );
}

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Field } from '../settings/fields.ts';

interface TextFieldProps<Value> {
  readonly label: string;
  readonly field: Field<Value>;
  readonly value: Value;
  /** What the value means, or why it cannot be changed. */
  readonly hint?: string | undefined;
  /** Said of a text that is no value. */
  readonly range: string;
  readonly numeric?: boolean;
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
}

/**
 * A text box. What is typed holds when it is whole: at Enter, or when the box is left. Escape brings back what was there; a
 * text that is no value is said, and comes to nothing.
 */
export function TextField<Value>(props: TextFieldProps<Value>): JSX.Element {
  const { label, field, value, hint, range, numeric = true, disabled = false, onChange } = props;
  const id = useId();
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const invalid = draft !== undefined && field.parse(draft.trim()) === undefined;
  const note = invalid ? range : hint;
  const commit = (): void => {
    if (draft === undefined) return;
    const parsed = field.parse(draft.trim());
    if (parsed === undefined) return;
    setDraft(undefined);
    if (field.format(parsed) !== field.format(value)) onChange(parsed);
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
        value={draft ?? field.format(value)}
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

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly Value[];
  readonly value: Value;
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
}

export function Choice<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
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

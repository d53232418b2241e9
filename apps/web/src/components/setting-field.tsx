import type { JSX } from 'preact';
import { session, state } from '../state/page-session.ts';
import { t } from '../i18n/language.ts';
import { changeInForm, type Field, fieldNamed, mostHiddenLayers, mostUnits } from '../settings/fields.ts';
import { Choice, TextField } from './field.tsx';

interface SettingFieldProps {
  readonly field: Field;
  readonly locked: boolean;
}

/** One setting; nothing if the settings lack it, as Adam has no momentum. */
export function SettingField({ field, locked }: SettingFieldProps): JSX.Element | null {
  const text = t.value.settings;
  const settings = state.settings.value;
  const { name, control, textOf, change } = field;
  const value = textOf(settings);
  if (value === undefined) return null;
  const label = labelOf(field);
  const set = (typed: string): void => {
    const changed = changeInForm(field, settings, typed);
    if (changed) session.change(changed);
  };
  switch (control.kind) {
    case 'choice': {
      const { names } = control;
      return (
        <Choice
          label={label}
          choices={names.includes(value) ? names : [value, ...names]}
          value={value}
          disabled={locked || (name === 'activation' && settings.layers === 'output')}
          onChange={set}
        />
      );
    }
    case 'switch':
      return (
        <label class="check">
          <input
            type="checkbox"
            checked={value === 'yes'}
            disabled={locked}
            onChange={({ currentTarget }) => set(currentTarget.checked ? 'yes' : 'no')}
          />
          {label}
        </label>
      );
    case 'number':
    case 'text': {
      const hints: { readonly [name: string]: string | undefined } = {
        layers: text.layersHint,
        hidden: text.hiddenHint,
        seed: text.seedHint,
        // A link may say so.
        patience:
          settings.patience !== null && settings.validation === 'test' ? text.choosesOnTest : undefined,
      };
      const input = (
        <TextField
          label={label}
          value={value}
          accepts={(typed) => change(settings, typed) !== undefined}
          hint={hints[name]}
          range={rangeOf(field)}
          numeric={control.kind === 'number'}
          disabled={locked}
          onChange={set}
        />
      );
      return name === 'seed' || name === 'layers' ? <div class="wide">{input}</div> : input;
    }
  }
}

/** In the page's language, if there is a translation. */
function labelOf({ name, label }: Field): string {
  const texts: { readonly [name: string]: unknown } = t.value.settings;
  const own = texts[name];
  return typeof own === 'string' ? own : label;
}

/** A message with a field's valid values, for an invalid text. */
function rangeOf({ name, range, takes }: Field): string {
  const text = t.value.settings;
  if (name === 'hidden') return text.unitsRange(mostHiddenLayers, mostUnits);
  return range ? text.range(String(range.min), String(range.max)) : takes;
}

/** Before a run it is a setting; during a run it applies from the next epoch on. */
export function LearningRate(): JSX.Element {
  const text = t.value.settings;
  const going = state.going.value;
  const run = state.run.value;
  const changes = (going ? run?.recipe?.rateChanges : state.rateChanges.value) ?? [];
  const last = changes.at(-1);
  const settings = state.settings.value;
  const { learningRate } = settings.optimizer;
  const field = fieldNamed('learningRate');
  const hint =
    changes.length > 0
      ? changes.map((change) => text.rateFrom(String(change.learningRate), change.epoch)).join(', ')
      : text.learningRateHint;
  return (
    <TextField
      label={text.learningRate}
      value={String(going ? (last?.learningRate ?? learningRate) : learningRate)}
      accepts={(typed) => field.change(settings, typed) !== undefined}
      hint={hint}
      range={rangeOf(field)}
      onChange={(typed) => {
        const changed = field.change(settings, typed);
        if (!changed) return;
        if (going) session.setLearningRate(changed.optimizer.learningRate);
        else session.change(changed);
      }}
    />
  );
}

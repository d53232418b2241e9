import { activationNames } from '@atelier/presets';
import type { JSX } from 'preact';
import { session, state } from '../app.ts';
import { t } from '../i18n/language.ts';
import { fields, mostHiddenLayers, mostUnits, type NumberField } from '../settings/fields.ts';
import {
  defaultLearningRate,
  optimizerChoices,
  presetChoices,
  scheduleChoices,
  type Settings,
} from '../settings/settings.ts';
import { Choice, TextField } from './field.tsx';

type NumberName = { [Name in keyof Settings]: Settings[Name] extends number ? Name : never }[keyof Settings];

export function SettingsForm(): JSX.Element {
  const text = t.value.settings;
  const settings = state.settings.value;
  const locked = state.going.value;
  return (
    <form class="card settings" aria-labelledby="network" onSubmit={(event) => event.preventDefault()}>
      <h3 id="network">{text.heading}</h3>
      <Presets locked={locked} />
      <div class="fields">
        <TextField
          label={text.hidden}
          field={fields.hidden}
          value={settings.hidden}
          hint={text.hiddenHint}
          range={text.unitsRange(mostHiddenLayers, mostUnits)}
          numeric={false}
          disabled={locked}
          onChange={(hidden) => session.change({ hidden })}
        />
        <Choice
          label={text.activation}
          choices={activationNames}
          value={settings.activation}
          disabled={locked || settings.hidden.length === 0}
          onChange={(activation) => session.change({ activation })}
        />
        <Choice
          label={text.optimizer}
          choices={optimizerChoices}
          value={settings.optimizer}
          disabled={locked}
          onChange={(optimizer) =>
            session.change({ optimizer, learningRate: defaultLearningRate(settings.preset, optimizer) })
          }
        />
        <LearningRate />
        <NumberSetting name="batchSize" locked={locked} />
        <NumberSetting name="epochs" locked={locked} />
        <NumberSetting name="seed" locked={locked} hint={text.seedHint} wide />
      </div>
      <details>
        <summary>{text.more}</summary>
        <div class="fields">
          <NumberSetting name="dropout" locked={locked} />
          <NumberSetting name="l2" locked={locked} />
          <NumberSetting name="l1" locked={locked} />
          <Choice
            label={text.schedule}
            choices={scheduleChoices}
            value={settings.schedule}
            disabled={locked}
            onChange={(schedule) => session.change({ schedule })}
          />
          <NumberSetting name="shift" locked={locked} />
          <NumberSetting name="erase" locked={locked} />
          <NumberSetting name="images" locked={locked} />
          <label class="check">
            <input
              type="checkbox"
              checked={settings.flip}
              disabled={locked}
              onChange={({ currentTarget }) => session.change({ flip: currentTarget.checked })}
            />
            {text.flip}
          </label>
        </div>
      </details>
      <p class="hint locked-note">{locked ? text.locked : '\u00a0'}</p>
    </form>
  );
}

function Presets({ locked }: { readonly locked: boolean }): JSX.Element {
  const text = t.value.settings;
  const { preset } = state.settings.value;
  return (
    <fieldset class="presets" disabled={locked}>
      <legend>{text.preset}</legend>
      {presetChoices.map((name) => (
        <label key={name} class="preset">
          <input
            type="radio"
            name="preset"
            value={name}
            checked={name === preset}
            onChange={() => session.usePreset(name)}
          />
          <span class="preset-name">{name}</span>
          <span class="preset-summary">{text.presets[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface NumberSettingProps {
  readonly name: NumberName;
  readonly locked: boolean;
  readonly hint?: string;
  readonly wide?: boolean;
}

function NumberSetting({ name, locked, hint, wide = false }: NumberSettingProps): JSX.Element {
  const text = t.value.settings;
  const field: NumberField = fields[name];
  const input = (
    <TextField
      label={text[name]}
      field={field}
      value={state.settings.value[name]}
      hint={hint}
      range={text.range(String(field.min), String(field.max))}
      disabled={locked}
      onChange={(value) => session.change({ [name]: value })}
    />
  );
  return wide ? <div class="wide">{input}</div> : input;
}

/** Before a run it is a setting; during one it is what holds from the next epoch on. */
function LearningRate(): JSX.Element {
  const text = t.value.settings;
  const going = state.going.value;
  const run = state.run.value;
  const changes = (going ? run?.recipe?.rateChanges : state.rateChanges.value) ?? [];
  const last = changes.at(-1);
  const { learningRate } = state.settings.value;
  const hint =
    changes.length > 0
      ? changes.map((change) => text.rateFrom(String(change.learningRate), change.epoch)).join(', ')
      : text.learningRateHint;
  return (
    <TextField
      label={text.learningRate}
      field={fields.learningRate}
      value={going ? (last?.learningRate ?? learningRate) : learningRate}
      hint={hint}
      range={text.range(String(fields.learningRate.min), String(fields.learningRate.max))}
      onChange={(rate) => {
        if (going) session.setLearningRate(rate);
        else session.change({ learningRate: rate });
      }}
    />
  );
}

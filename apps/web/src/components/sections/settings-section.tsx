import type { JSX } from 'preact';
import { state } from '../../state/page-session.ts';
import { t } from '../../i18n/language.ts';
import { fields } from '../../settings/fields.ts';
import { SettingField } from '../setting-field.tsx';

/** What stands beside the training button. */
const onStage = ['learningRate', 'epochs'];
/** What stands before the settings that few change. */
const first = ['layers', 'hidden', 'activation', 'optimizer', 'schedule', 'batchSize', 'images', 'seed'];

/** Every setting of a run, from the one table. */
export function SettingsSection(): JSX.Element {
  const text = t.value.settings;
  const locked = state.going.value;
  const rest = fields.filter(({ name }) => !first.includes(name) && !onStage.includes(name));
  // Of data of one's own all pictures are used.
  const own = state.ownData.value !== undefined;
  const shown = (names: readonly string[]): typeof fields =>
    names
      .filter((name) => !own || name !== 'images')
      .flatMap((name) => fields.find((field) => field.name === name) ?? []);
  return (
    <section class="panel-settings" aria-labelledby="settings">
      <div class="section-head">
        <h2 id="settings">{text.heading}</h2>
        <p>{locked ? text.locked : text.caption}</p>
      </div>
      <form class="card settings" aria-labelledby="settings" onSubmit={(event) => event.preventDefault()}>
        <div class="fields">
          {shown(first).map((field) => (
            <SettingField key={field.name} field={field} locked={locked} />
          ))}
        </div>
        <h3>{text.more}</h3>
        <div class="fields">
          {rest.map((field) => (
            <SettingField key={field.name} field={field} locked={locked} />
          ))}
        </div>
      </form>
    </section>
  );
}

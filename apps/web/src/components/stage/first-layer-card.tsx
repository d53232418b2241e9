import type { JSX } from 'preact';
import { state } from '../../state/page-session.ts';
import { className, t } from '../../i18n/language.ts';
import type { FirstLayer } from '../../messages.ts';
import { WeightPicture } from '../weight-picture.tsx';

/** What the first layer looks for. */
export function FirstLayerCard(): JSX.Element {
  const text = t.value.learned;
  const layer = state.firstLayer.value;
  return (
    <section class="card first-layer panel-network" aria-labelledby="first-layer">
      <h2 id="first-layer">{layer ? titleOf(layer) : text.units}</h2>
      {layer && <Pictures layer={layer} />}
      <p class="caption">{layer ? captionOf(layer) : state.hasModel.value ? text.noPicture : ''}</p>
    </section>
  );
}

function Pictures({ layer }: { readonly layer: FirstLayer }): JSX.Element {
  const text = t.value.learned;
  const { unitsAreClasses, shownUnits, place } = layer;
  return (
    // Many units scroll: the keyboard reaches them too.
    <ul class={unitsAreClasses ? 'templates' : 'units'} tabIndex={unitsAreClasses ? undefined : 0}>
      {Array.from({ length: shownUnits }, (_, unit) => {
        const name = unitsAreClasses ? className(state.classNames.value, unit) : text.unit(unit + 1);
        return (
          <li
            key={unit}
            onPointerEnter={() => {
              state.pointed.value = place === undefined ? undefined : { layer: place, unit };
            }}
            onPointerLeave={() => {
              state.pointed.value = undefined;
            }}
          >
            <WeightPicture layer={layer} unit={unit} label={text.pictureOf(name)} />
            {unitsAreClasses && <span class="class-name">{name}</span>}
          </li>
        );
      })}
    </ul>
  );
}

function titleOf({ unitsAreClasses, kind }: FirstLayer): string {
  const text = t.value.learned;
  if (unitsAreClasses) return text.templates;
  return kind === 'filters' ? text.filters : text.units;
}

function captionOf({ unitsAreClasses, kind, shownUnits, units, place }: FirstLayer): string {
  const text = t.value.learned;
  if (unitsAreClasses) return text.templatesCaption;
  // The output itself, of a network that tells two classes apart by one.
  if (units === 1 && place === undefined) return text.outputCaption(className(state.classNames.value, 1));
  return kind === 'filters' ? text.filtersCaption : text.unitsCaption(shownUnits, units);
}

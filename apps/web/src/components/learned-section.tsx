import type { JSX } from 'preact';
import { state } from '../app.ts';
import { className, percent, t } from '../i18n/language.ts';
import type { DataInfo, FirstLayer, TestResult } from '../messages.ts';
import { Shade } from './shade.tsx';
import { WeightPicture } from './weight-picture.tsx';

/** A name with upright characters, one below the other, like vertical Chinese. */
const standsUpright = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

export function LearnedSection(): JSX.Element {
  const text = t.value.learned;
  const info = state.dataInfo.value;
  const layer = state.firstLayer.value;
  const result = state.result.value;
  const otherData = state.run.value?.otherData;
  return (
    <section aria-labelledby="learned">
      <div class="section-head">
        <h2 id="learned">{text.heading}</h2>
      </div>
      {info && (layer || result || otherData) ? (
        <>
          <FirstLayerCard layer={layer} info={info} />
          {otherData ? (
            <p class="card empty">{t.value.otherData(otherData.name)}</p>
          ) : (
            <div class="pair">
              <ConfusionCard result={result} info={info} />
              <ClassCard result={result} info={info} />
            </div>
          )}
        </>
      ) : (
        <p class="card empty">{text.empty}</p>
      )}
    </section>
  );
}

function FirstLayerCard({ layer, info }: { layer: FirstLayer | undefined; info: DataInfo }): JSX.Element {
  const text = t.value.learned;
  if (!layer) {
    return (
      <div class="card">
        <h3>{text.units}</h3>
        <p class="caption">{text.noPicture}</p>
      </div>
    );
  }
  const { unitsAreClasses, shownUnits, units } = layer;
  return (
    <div class="card">
      <h3>{unitsAreClasses ? text.templates : text.units}</h3>
      <p class="caption">{unitsAreClasses ? text.templatesCaption : text.unitsCaption(shownUnits, units)}</p>
      <ul class={unitsAreClasses ? 'templates' : 'units'}>
        {Array.from({ length: shownUnits }, (_, unit) => {
          const name = unitsAreClasses ? className(state.classNames.value, unit) : text.unit(unit + 1);
          return (
            <li key={unit}>
              <WeightPicture
                layer={layer}
                unit={unit}
                height={info.height}
                width={info.width}
                label={text.pictureOf(name)}
              />
              {unitsAreClasses && <span class="class-name">{name}</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function ConfusionCard({ result, info }: { result: TestResult | undefined; info: DataInfo }): JSX.Element {
  const text = t.value.learned;
  const names = info.classNames.map((_, label) => className(info.classNames, label));
  return (
    <div class="card">
      <h3 id="confusion">{text.confusion}</h3>
      <p class="caption">{text.confusionCaption}</p>
      <div class="scroll" role="region" aria-labelledby="confusion" tabIndex={0}>
        <table class="confusion">
          <thead>
            <tr>
              <td class="axis">
                {text.shows} ↓ {text.says} →
              </td>
              {names.map((name, label) => (
                <th key={label} scope="col">
                  <span class={standsUpright.test(name) ? 'upright' : undefined}>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name, label) => {
              const row = result?.confusion[label];
              const total = row?.reduce((sum, count) => sum + count, 0) ?? 0;
              return (
                <tr key={label}>
                  <th scope="row">{name}</th>
                  {names.map((_, predicted) => {
                    const count = row?.[predicted] ?? 0;
                    return (
                      <Shade
                        key={predicted}
                        as="td"
                        class={label === predicted ? 'right' : 'wrong'}
                        share={total > 0 ? count / total : 0}
                      >
                        {result && count > 0 ? count : ''}
                      </Shade>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function ClassCard({ result, info }: { result: TestResult | undefined; info: DataInfo }): JSX.Element {
  const text = t.value.learned;
  return (
    <div class="card">
      <h3>{text.perClass}</h3>
      <p class="caption">
        {text.perClassCaption} {result && text.overall(percent(result.accuracy))}
      </p>
      <ul class="bars">
        {info.classNames.map((_, label) => {
          const recall = result?.perClass[label]?.recall;
          return (
            <li key={label}>
              <span class="bar-name">{className(info.classNames, label)}</span>
              <span class="bar-track" aria-hidden="true">
                <Shade as="span" class="bar" share={recall ?? 0} />
              </span>
              <span class="bar-value number">{recall === undefined ? '–' : percent(recall)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

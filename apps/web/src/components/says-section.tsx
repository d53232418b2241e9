import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { session, state } from '../app.ts';
import { className, percent, t } from '../i18n/language.ts';
import type { DataInfo, Prediction } from '../messages.ts';
import { Pixels } from './pixels.tsx';
import { indexOfLargest, ProbabilityList } from './probability-list.tsx';

/** Milliseconds that a set of pictures is shown: long enough to read. */
const changeInterval = 8000;

export function SaysSection(): JSX.Element {
  const text = t.value.says;
  const info = state.dataInfo.value;
  const predictions = state.predictions.value ?? [];
  const otherData = state.run.value?.otherData;
  return (
    <section aria-labelledby="says">
      <div class="section-head">
        <h2 id="says">{text.heading}</h2>
      </div>
      {info && predictions.length > 0 ? (
        <>
          <Predictions info={info} predictions={predictions} />
          <Mistakes info={info} />
        </>
      ) : (
        <p class="card empty">{otherData ? t.value.otherData(otherData.name) : text.empty}</p>
      )}
    </section>
  );
}

function Predictions({
  info,
  predictions,
}: {
  info: DataInfo;
  predictions: readonly Prediction[];
}): JSX.Element {
  const text = t.value.says;
  const going = state.going.value && !state.paused.value;
  const [changing, setChanging] = useState(() => !matchMedia('(prefers-reduced-motion: reduce)').matches);
  useEffect(() => {
    if (!changing || !going) return;
    const timer = setInterval(() => session.watchOthers(), changeInterval);
    return () => clearInterval(timer);
  }, [changing, going]);
  return (
    <div class="card">
      <div class="card-head">
        <div>
          <h3>{text.predictions}</h3>
          <p class="caption">{text.caption}</p>
        </div>
        <div class="card-tools">
          <label class="check">
            <input
              type="checkbox"
              checked={changing}
              onChange={({ currentTarget }) => setChanging(currentTarget.checked)}
            />
            {text.keepChanging}
          </label>
          <button type="button" class="quiet" onClick={() => session.watchOthers()}>
            {text.other}
          </button>
        </div>
      </div>
      <ul class="predictions">
        {predictions.map((prediction, place) => (
          <PredictionCard key={place} info={info} prediction={prediction} />
        ))}
      </ul>
    </div>
  );
}

function PredictionCard({ info, prediction }: { info: DataInfo; prediction: Prediction }): JSX.Element {
  const text = t.value.says;
  const { label, pixels, probabilities } = prediction;
  const predicted = indexOfLargest(probabilities);
  const name = className(info.classNames, label);
  const right = predicted === label;
  return (
    <li>
      <div class="prediction-picture">
        <Pixels pixels={pixels} height={info.height} width={info.width} label={name} />
        <p class={right ? 'verdict right' : 'verdict wrong'}>
          <span aria-hidden="true">{right ? '✓' : '✗'}</span> {right ? text.right : text.wrong(name)}
        </p>
      </div>
      <ProbabilityList classNames={info.classNames} probabilities={probabilities} label={label} />
    </li>
  );
}

function Mistakes({ info }: { readonly info: DataInfo }): JSX.Element | null {
  const text = t.value.says;
  const result = state.result.value;
  if (!result) return null;
  return (
    <div class="card">
      <h3>{text.mistakes}</h3>
      <p class="caption">{result.mistakes.length > 0 ? text.mistakesCaption : text.noMistakes}</p>
      <ul class="mistakes">
        {result.mistakes.map(({ index, label, predicted, probability, pixels }) => {
          const names = [label, predicted].map((each) => className(info.classNames, each));
          const [labelName = '', predictedName = ''] = names;
          return (
            <li key={index}>
              <Pixels
                pixels={pixels}
                height={info.height}
                width={info.width}
                label={text.mistake(labelName, predictedName, percent(probability))}
              />
              <p>
                {labelName}
                <br />
                <span class="wrong">{text.takenFor(predictedName)}</span>
              </p>
              <p class="number">{percent(probability)}</p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

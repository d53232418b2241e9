import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { session, state } from '../../state/page-session.ts';
import { className, t } from '../../i18n/language.ts';
import type { DataInfo, Prediction } from '../../messages.ts';
import { Later } from '../later.tsx';
import { PictureButton } from '../picture-button.tsx';
import { indexOfLargest, ProbabilityList } from '../probability-list.tsx';

/** Milliseconds that a set of pictures is shown: long enough to read. */
const changeInterval = 8000;

export function Predictions({
  info,
  predictions,
}: {
  info: DataInfo;
  predictions: readonly Prediction[];
}): JSX.Element {
  const text = t.value.says;
  const middle = Math.ceil(predictions.length / 2);
  const going = state.going.value && !state.paused.value;
  const [changing, setChanging] = useState(() => !matchMedia('(prefers-reduced-motion: reduce)').matches);
  useEffect(() => {
    if (!changing || !going) return;
    const timer = setInterval(() => session.pictures.watchOthers(), changeInterval);
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
          <button type="button" class="quiet" onClick={() => session.pictures.watchOthers()}>
            {text.other}
          </button>
        </div>
      </div>
      <ul class="predictions">
        {[0, 1].map((half) => (
          <Later key={half}>
            {predictions.slice(half * middle, (half + 1) * middle).map((prediction, place) => (
              <PredictionCard key={place} info={info} prediction={prediction} />
            ))}
          </Later>
        ))}
      </ul>
    </div>
  );
}

function PredictionCard({ info, prediction }: { info: DataInfo; prediction: Prediction }): JSX.Element {
  const text = t.value.says;
  const { label, probabilities } = prediction;
  const predicted = indexOfLargest(probabilities);
  const name = className(info.classNames, label);
  const right = predicted === label;
  return (
    <li>
      <div class="prediction-picture">
        <PictureButton picture={prediction} info={info} label={name} />
        <p class={right ? 'verdict right' : 'verdict wrong'}>
          <span aria-hidden="true">{right ? '✓' : '✗'}</span> {right ? text.right : text.wrong(name)}
        </p>
      </div>
      <ProbabilityList classNames={info.classNames} probabilities={probabilities} label={label} />
    </li>
  );
}

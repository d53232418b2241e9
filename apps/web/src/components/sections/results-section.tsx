import type { JSX } from 'preact';
import { state } from '../../state/page-session.ts';
import { className, percent, t } from '../../i18n/language.ts';
import type { DataInfo, TestResult } from '../../messages.ts';
import { Later } from '../later.tsx';
import { Shade } from '../shade.tsx';
import { ConfusionCard } from './confusion-card.tsx';
import { Predictions } from './predictions.tsx';
import { Mistakes } from './mistakes.tsx';

/** How the network does on the test pictures. */
export function ResultsSection(): JSX.Element {
  const text = t.value.learned;
  return (
    <section class="panel-results" aria-labelledby="results">
      <div class="section-head">
        <h2 id="results">{text.heading}</h2>
      </div>
      <Results />
    </section>
  );
}

function Results(): JSX.Element {
  const info = state.dataInfo.value;
  const result = state.result.value;
  const predictions = state.predictions.value ?? [];
  const otherData = state.otherData.value;
  if (otherData) return <p class="card empty">{t.value.otherData(otherData.name)}</p>;
  if (!info || !result) {
    const { empty, notTested } = t.value.learned;
    return <p class="card empty">{state.run.value && !state.testHere.value ? notTested : empty}</p>;
  }
  return (
    <>
      <div class="pair">
        <Later>
          <ConfusionCard result={result} info={info} />
        </Later>
        <Later>
          <ClassCard result={result} info={info} />
        </Later>
      </div>
      <Later>
        <Mistakes info={info} result={result} />
      </Later>
      <Later>{predictions.length > 0 && <Predictions info={info} predictions={predictions} />}</Later>
    </>
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

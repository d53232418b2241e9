import type { JSX } from 'preact';
import { state } from '../../state/page-session.ts';
import { className, percent, t } from '../../i18n/language.ts';
import { isBlank } from '../../state/own-picture.ts';
import { indexOfLargest, ProbabilityList } from '../probability-list.tsx';

/** What the network says of the pad's picture. */
export function Answer(): JSX.Element {
  const text = t.value.try;
  const known = state.classNames.value;
  const names = known.length > 0 ? known : Array.from({ length: 10 }, () => '');
  const { own } = state;
  const placed = own.value.ready ? undefined : state.answer.value?.placed;
  const blank = isBlank(own.value) || placed?.blank === true;
  const answer = blank ? undefined : state.answer.value?.probabilities;
  const best = answer && indexOfLargest(answer);
  return (
    <section class="card answer-card" aria-labelledby="answer">
      <h2 id="answer">{text.probabilities}</h2>
      <p class="answer-line" aria-live="polite">
        {blank
          ? text.blank
          : answer && best !== undefined && text.answer(className(names, best), percent(answer[best] ?? 0))}
      </p>
      <ProbabilityList classNames={names} probabilities={answer} />
      {!state.hasModel.value && <p class="hint">{text.untrained}</p>}
    </section>
  );
}

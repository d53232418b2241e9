import type { JSX } from 'preact';
import { className, percent } from '../i18n/language.ts';
import { Shade } from './shade.tsx';

interface ProbabilityListProps {
  readonly classNames: readonly string[];
  /** One per class; `undefined` before there is a model. */
  readonly probabilities: Float32Array | undefined;
  /** The right answer, where there is one. */
  readonly label?: number;
}

/** Ten bars, always in the order of the classes, so that they can be compared from picture to picture. */
export function ProbabilityList({ classNames, probabilities, label }: ProbabilityListProps): JSX.Element {
  const predicted = probabilities ? indexOfLargest(probabilities) : -1;
  return (
    <ul class="bars probabilities">
      {classNames.map((_, index) => {
        const probability = probabilities?.[index];
        const isAnswer = index === predicted;
        const wrong = isAnswer && label !== undefined && label !== predicted;
        return (
          <li key={index} class={[isAnswer ? 'answer' : '', wrong ? 'wrong' : ''].join(' ')}>
            <span class="bar-name">{className(classNames, index)}</span>
            <span class="bar-track" aria-hidden="true">
              <Shade as="span" class="bar" share={probability ?? 0} />
            </span>
            <span class="bar-value number">{probability === undefined ? '–' : percent(probability)}</span>
          </li>
        );
      })}
    </ul>
  );
}

export function indexOfLargest(values: Float32Array): number {
  return values.indexOf(Math.max(...values));
}

import type { JSX } from 'preact';
import { className, percent, t } from '../../i18n/language.ts';
import type { DataInfo, TestResult } from '../../messages.ts';
import { PictureButton } from '../picture-button.tsx';

interface MistakesProps {
  readonly info: DataInfo;
  readonly result: TestResult;
}

/** The wrong answers that the network is most sure of. */
export function Mistakes({ info, result }: MistakesProps): JSX.Element {
  const text = t.value.says;
  return (
    <div class="card">
      <h3>{text.mistakes}</h3>
      <p class="caption">{result.mistakes.length > 0 ? text.mistakesCaption : text.noMistakes}</p>
      <ul class="mistakes">
        {result.mistakes.map((mistake) => {
          const { index, label, predicted, probability } = mistake;
          const names = [label, predicted].map((each) => className(info.classNames, each));
          const [labelName = '', predictedName = ''] = names;
          return (
            <li key={index}>
              <PictureButton
                picture={mistake}
                info={info}
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

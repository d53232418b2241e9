import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { language, percent } from '../i18n/language.ts';
import { state } from '../state/page-session.ts';
import type { Run } from '../state/runs.ts';
import { type Lesson, lessons } from './lessons.ts';
import './room.css';
import { seeLesson } from './see-lesson.ts';
import { lessonTexts } from './texts.ts';

const documentation = 'https://github.com/atelier-ml/atelier/blob/main/docs/lessons';

/** Five questions. One predicts an answer, then sees networks learn it on the stage below. */
export function LessonsRoom(): JSX.Element {
  const text = lessonTexts.value;
  const [lesson, setLesson] = useState<Lesson>(lessons[0]!);
  return (
    <>
      <div class="lesson-names" role="radiogroup" aria-label={text.label}>
        {lessons.map((each, place) => (
          <label key={each.name} class="preset">
            <input type="radio" name="lesson" checked={each === lesson} onChange={() => setLesson(each)} />
            {place + 1} {text.lessons[each.name].title}
          </label>
        ))}
      </div>
      <LessonCard key={lesson.name} lesson={lesson} />
    </>
  );
}

type Progress =
  | { readonly status: 'asked' | 'stopped' }
  | { readonly status: 'running'; readonly place: number }
  | { readonly status: 'seen'; readonly runs: readonly Run[] };

function LessonCard({ lesson }: { readonly lesson: Lesson }): JSX.Element {
  const text = lessonTexts.value;
  const { question, answers, runs } = text.lessons[lesson.name];
  const [predicted, setPredicted] = useState<number | undefined>(undefined);
  const [progress, setProgress] = useState<Progress>({ status: 'asked' });
  const own = state.ownData.value !== undefined;
  const see = async (): Promise<void> => {
    const found = await seeLesson(lesson.runs, (place) => setProgress({ status: 'running', place }));
    setProgress(found ? { status: 'seen', runs: found } : { status: 'stopped' });
  };
  const running = progress.status === 'running';
  return (
    <div class="lesson">
      <fieldset disabled={running || progress.status === 'seen'}>
        <legend>{question}</legend>
        {answers.map((answer, place) => (
          <label key={place} class="check">
            <input
              type="radio"
              name="prediction"
              checked={predicted === place}
              onChange={() => setPredicted(place)}
            />
            {answer}
          </label>
        ))}
      </fieldset>
      <div class="lesson-outcome">
        <button
          type="button"
          class="primary"
          disabled={
            predicted === undefined ||
            own ||
            !state.canTrain.value ||
            state.data.value.status !== 'ready' ||
            state.going.value
          }
          onClick={() => void see()}
        >
          {progress.status === 'seen' ? text.seeAgain : text.see}
        </button>
        <div role="status">
          {own && <p class="hint">{text.needsFashion}</p>}
          {!own && predicted === undefined && <p class="hint">{text.predictFirst}</p>}
          {running && <p>{text.running(runs[progress.place] ?? '')}</p>}
          {progress.status === 'stopped' && <p class="hint">{text.stopped}</p>}
          {progress.status === 'seen' && (
            <Outcome lesson={lesson} predicted={predicted} seen={progress.runs} />
          )}
        </div>
      </div>
    </div>
  );
}

interface OutcomeProps {
  readonly lesson: Lesson;
  readonly predicted: number | undefined;
  readonly seen: readonly Run[];
}

/** Whether it came as predicted, what was measured, and why. */
function Outcome({ lesson, predicted, seen }: OutcomeProps): JSX.Element {
  const text = lessonTexts.value;
  const { answers, runs, why } = text.lessons[lesson.name];
  const file = language.value === 'zh' ? '.zh-CN.md' : '.md';
  return (
    <>
      <p class="lesson-verdict">
        {predicted === lesson.right ? text.right : text.wrong(answers[lesson.right] ?? '')}
      </p>
      <ul>
        {seen.map(({ history }, place) => {
          const last = history.at(-1);
          const [training, test] = [last?.accuracy, last?.valAccuracy].map((each) => percent(each ?? NaN));
          return <li key={place}>{text.result(runs[place] ?? '', training ?? '', test ?? '')}</li>;
        })}
      </ul>
      <p>
        {why}{' '}
        <a
          href={`${documentation}${file}#${lesson.section[language.value]}`}
          target="_blank"
          rel="noreferrer"
        >
          {text.more}
        </a>
      </p>
    </>
  );
}
